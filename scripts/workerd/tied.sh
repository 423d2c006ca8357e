#!/bin/sh
# Stands in for workerd under wrangler: the kernel ends it when wrangler ends,
# which otherwise leaves workerd running, and on its port, if it is killed.
exec setpriv --pdeathsig KILL -- "$WORKERD_BINARY" "$@"
