import { Logger } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';

/** Serves the metrics at http://localhost:9464/metrics; in a container leave `host` out. */
const exporter = new PrometheusExporter({ host: '127.0.0.1' }, (error) => {
  if (error) {
    new Logger('Metrics').warn(
      `No metrics: ${error.message}. OTEL_EXPORTER_PROMETHEUS_PORT=9465 takes another port`,
    );
  }
});
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [exporter] }));
