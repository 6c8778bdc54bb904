from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outreach', '0003_stops_in_the_ledger'),
    ]

    operations = [
        migrations.AddField(
            model_name='hold',
            name='only',
            field=models.CharField(blank=True, choices=[('', 'No survey and no marketing'), ('survey', 'No survey'), ('marketing', 'No marketing')], db_default='', default='', max_length=9),
        ),
        migrations.AddField(
            model_name='hold',
            name='words',
            field=models.CharField(blank=True, db_default='', default='', help_text='Why, in words.', max_length=200),
        ),
    ]
