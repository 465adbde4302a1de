namespace Noderr.LocalKafka.Groups;

/// <summary>A group works by one protocol that every member knows; of those the one that most members like best.</summary>
internal static class ProtocolVote
{
    public static HashSet<string> KnownToAll(IEnumerable<Member> members)
    {
        HashSet<string>? common = null;
        foreach (var member in members)
        {
            var names = member.Protocols.Select(p => p.Name);
            if (common is null) common = [.. names];
            else common.IntersectWith(names);
        }
        return common ?? [];
    }

    public static string? Winner(IReadOnlyCollection<Member> members)
    {
        var common = KnownToAll(members);
        var votes = new Dictionary<string, int>();
        string? winner = null;
        foreach (var member in members)
        {
            var favourite = member.Protocols.FirstOrDefault(p => common.Contains(p.Name))?.Name;
            if (favourite is null) continue;
            votes[favourite] = votes.GetValueOrDefault(favourite) + 1;
            if (winner is null || votes[favourite] > votes[winner]) winner = favourite;
        }
        return winner;
    }
}
