namespace Noderr.Hosting.Configuration;

/// <summary>What a value must be; <see cref="Rule"/> continues the setting's name in a sentence.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class RuleAttribute : Attribute
{
    public abstract string Rule { get; }

    public abstract bool Holds(object value);
}
