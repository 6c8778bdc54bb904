#!/bin/sh
# Runs the contract of the engines against a real Apache Spark: a standalone master, two workers of one core and 1 GB
# each, and a Connect server on them, all on this machine and all stopped at the end. Needs Java 17 or later.
set -eu
cd "$(dirname "$0")/.."

JAVA_HOME=${JAVA_HOME:-$(ls -d /usr/lib/jvm/java-17* 2>/dev/null | head -n 1)}
[ -x "$JAVA_HOME/bin/java" ] || { echo "Java 17 is needed: set JAVA_HOME, or apt install openjdk-17-jre-headless." >&2; exit 1; }
export JAVA_HOME

UV_PROJECT_ENVIRONMENT="$PWD/.tools/cluster" .tools/bin/uv sync --frozen -q --only-group cluster --python "$PWD/.venv/bin/python"
SPARK_HOME=$(.tools/cluster/bin/python -c "import os, pyspark; print(os.path.dirname(pyspark.__file__))")
SPARK_LOCAL_IP=127.0.0.1
SPARK_NO_DAEMONIZE=1
PYSPARK_PYTHON="$PWD/.tools/cluster/bin/python"
export SPARK_HOME SPARK_LOCAL_IP SPARK_NO_DAEMONIZE PYSPARK_PYTHON

work=$(mktemp -d)
started=""
stop() {
    # shellcheck disable=SC2086  # several numbers are meant
    [ -z "$started" ] || kill $started 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM

free_port() { .venv/bin/python -c "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"; }
spark() { # log, class, arguments: in the background, its number noted
    log=$1; shift
    "$SPARK_HOME/bin/spark-class" "$@" >"$work/$log.log" 2>&1 &
    started="$started $!"
}
await() { # port, log
    .venv/bin/python - "$1" <<'PYTHON' || { tail -n 30 "$work/$2.log" >&2; exit 1; }
import socket, sys, time
for _ in range(960):
    try:
        socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=1).close()
        sys.exit(0)
    except OSError:
        time.sleep(0.25)
sys.exit("Spark did not start within four minutes:")
PYTHON
}

master=$(free_port); connect=$(free_port)
echo "Starting a master, two workers and a Connect server ..."
spark master org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$master" --webui-port 0
await "$master" master
for worker in 1 2; do
    spark "worker$worker" org.apache.spark.deploy.worker.Worker --cores 1 --memory 1g --webui-port 0 \
        --work-dir "$work/worker$worker" "spark://127.0.0.1:$master"
done
spark connect org.apache.spark.deploy.SparkSubmit --master "spark://127.0.0.1:$master" --name aisance-contract \
    --conf spark.connect.grpc.binding.port="$connect" --conf spark.connect.grpc.binding.address=127.0.0.1 \
    --conf spark.executor.memory=512m --conf spark.executor.cores=1 --conf spark.cores.max=2 \
    --conf spark.driver.memory=768m --conf spark.sql.shuffle.partitions=4 --conf spark.ui.enabled=false \
    --conf spark.driver.host=127.0.0.1 --conf spark.local.dir="$work" --conf spark.sql.warehouse.dir="$work/warehouse" \
    --class org.apache.spark.sql.connect.service.SparkConnectServer spark-internal
await "$connect" connect

AISANCE_TEST_ENGINE="sc://127.0.0.1:$connect" .venv/bin/python -m pytest -q src/aisance/lake/tests/test_engines.py "$@"
grep -c "Registered executor" "$work/connect.log" | sed 's/$/ executors took part./'
