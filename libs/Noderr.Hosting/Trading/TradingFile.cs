using Noderr.Hosting.Configuration;
using Noderr.Hosting.Secrets;

namespace Noderr.Hosting.Trading;

/// <summary>
/// Instruments and books without a service around them. Nothing else of the configuration is looked at: whoever tests a strategy needs no
/// broker's password.
/// </summary>
public static class TradingFile
{
    private const string Name = "trading";

    /// <exception cref="InvalidConfigurationException">Names every setting that is wrong.</exception>
    public static TradingSettings Read(Surroundings around)
    {
        var layers = from layer in ConfigurationFiles.Layers(service: "", around)
                     select layer with { Settings = [.. layer.Settings.Where(s => s.Layer == Layer.CommandLine || IsOurs(s))] };
        var store = ConfigurationStore.Open(new Schema(Section.Of<TradingSettings>(Name)), layers, new SecretReferences(around.SecretSources()));
        return store.Current.Section<TradingSettings>();
    }

    private static bool IsOurs(LayerText setting) => setting.Path.StartsWith(Name + '.', StringComparison.Ordinal);
}
