namespace Noderr.Hosting.Configuration;

/// <summary>Settings with rules between them; asked once each of them alone is right.</summary>
public interface IValidated
{
    IEnumerable<Violation> Violations(string path);
}
