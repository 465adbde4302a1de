using Noderr.LocalKafka.Settings;
namespace Noderr.LocalKafka.Groups;
public sealed class GroupCoordinator(ICoordinatorLog log, BrokerSettings settings, TimeProvider clock, Func<string, int, bool> exists)
{
    public void CompleteTransaction(long id, bool commit) { _ = (log, settings, clock, exists); }
    public void Replay(CoordinatorRecord r) { _ = log; }
    public void Loaded() { _ = log; }
    public void Tick(long now) { _ = log; }
}
