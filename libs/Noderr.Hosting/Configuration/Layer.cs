namespace Noderr.Hosting.Configuration;

/// <summary>Who may say what a setting is; later ones win.</summary>
public enum Layer
{
    Default,
    File,

    /// <summary>What the file says for one service only, under <c>services.NAME</c>.</summary>
    FileForService,
    Environment,
    CommandLine,
    Runtime,
}
