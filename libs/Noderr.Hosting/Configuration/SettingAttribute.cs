namespace Noderr.Hosting.Configuration;

/// <summary>Makes a property of a settings record a setting; its name in files is the property's in lower case with dots: MaxOpenOrders is max.open.orders.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string meaning) : Attribute
{
    public string Meaning => meaning;

    public string Unit { get; init; } = "";

    /// <summary>There is no default that could be right.</summary>
    public bool Required { get; init; }

    /// <summary>May be changed while the service runs. A setting that is read once at start must not pretend it can.</summary>
    public bool Live { get; init; }
}
