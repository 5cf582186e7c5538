"""What the DAGs share: settings, the registry of jobs, the operator, the watch over the inbox."""
