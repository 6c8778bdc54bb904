from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outreach', '0004_holds_in_words'),
    ]

    operations = [
        migrations.AlterField(
            model_name='hold',
            name='only',
            field=models.CharField(blank=True, choices=[('', 'No survey and no marketing'), ('survey', 'No survey'), ('marketing', 'No marketing')], db_column='only_class', db_default='', default='', max_length=9),
        ),
    ]
