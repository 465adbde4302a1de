using System.Reflection;

namespace Noderr.Hosting.Configuration;

/// <summary>One property of a settings record: a value, a list, or a record with settings of its own.</summary>
internal sealed class SettingProperty(PropertyInfo property)
{
    public string Name { get; } = SettingName.Of(property.Name);

    public Type Type => property.PropertyType;

    public SettingAttribute About { get; } = property.GetCustomAttribute<SettingAttribute>()!;

    public IReadOnlyList<RuleAttribute> Rules { get; } = [.. property.GetCustomAttributes<RuleAttribute>()];

    public bool IsList => ItemOf(property.PropertyType) is not null;

    /// <summary>What a list holds, or the type itself.</summary>
    public Type Element => ItemOf(property.PropertyType) ?? property.PropertyType;

    public Scalar? Scalar { get; } = Scalar.Of(ItemOf(property.PropertyType) ?? property.PropertyType);

    public object? Get(object settings) => property.GetValue(settings);

    public void Set(object settings, object value) => property.SetValue(settings, value);

    public static IEnumerable<SettingProperty> Of(Type type) =>
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.IsDefined(typeof(SettingAttribute))
        select new SettingProperty(property);

    private static Type? ItemOf(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;
}
