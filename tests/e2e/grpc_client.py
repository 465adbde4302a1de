"""Asks risk twice about one order, and once nonsense, through Debian's python3-grpcio."""
import sys

import grpc
from noderr.risk.v1 import risk_service_pb2, risk_service_pb2_grpc

stub = risk_service_pb2_grpc.RiskServiceStub(grpc.insecure_channel(sys.argv[1]))
question = risk_service_pb2.CheckRequest(
    order_id="000000000000000000000000000000d1", book="main", instrument="ETH-USD@ALPHA", side=2, quantity=1000000, limit=int(sys.argv[2]))
first, again = stub.Check(question), stub.Check(question)
print(str(first).replace("\n", " "))
try:
    stub.Check(risk_service_pb2.CheckRequest(order_id="nonsense"))
    sys.exit("nonsense was answered")
except grpc.RpcError as e:
    sys.exit(0 if e.code() == grpc.StatusCode.INVALID_ARGUMENT and first == again else 1)
