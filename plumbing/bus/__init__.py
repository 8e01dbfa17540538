"""Facts over RabbitMQ: topology, relay, consumption with back-off and parking. Never meets `plumbing.rpc`."""
