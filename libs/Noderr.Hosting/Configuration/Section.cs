namespace Noderr.Hosting.Configuration;

/// <summary>A settings record and the name under which it stands in the configuration.</summary>
public sealed record Section(string Name, Type Type)
{
    public static Section Of<T>(string name) where T : class, new() => new(name, typeof(T));
}
