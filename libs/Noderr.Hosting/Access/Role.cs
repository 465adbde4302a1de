namespace Noderr.Hosting.Access;

/// <summary>
/// What somebody may do; also the names of the authorization policies. Everyone who is known may look. Beyond that no role implies another:
/// who runs the system does not thereby trade, and who trades does not set the limits.
/// </summary>
public static class Role
{
    public const string Viewer = "viewer";
    public const string Trader = "trader";
    public const string Risk = "risk";
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Viewer, Trader, Risk, Admin];
}
