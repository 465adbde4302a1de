// Asks risk twice about one order, through @grpc/grpc-js.
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');
const [, , address, protos, limit] = process.argv;
const definition = loader.loadSync('noderr/risk/v1/risk_service.proto', { includeDirs: [protos], keepCase: true, longs: String, enums: String, defaults: true });
const { RiskService } = grpc.loadPackageDefinition(definition).noderr.risk.v1;
const client = new RiskService(address, grpc.credentials.createInsecure());
const question = { order_id: '000000000000000000000000000000c1', book: 'main', instrument: 'ETH-USD@ALPHA', side: 'SIDE_SELL', quantity: '1000000', limit };
const ask = () => new Promise((resolve, reject) => client.Check(question, (error, answer) => (error ? reject(error) : resolve(answer))));
(async () => {
  const [first, again] = [await ask(), await ask()];
  console.log(JSON.stringify(first));
  process.exit(first.order_id === question.order_id && JSON.stringify(first) === JSON.stringify(again) ? 0 : 1);
})().catch(e => { console.log(e.message); process.exit(1); });
