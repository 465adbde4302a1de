using System.Collections.Immutable;
using Noderr.Domain.Books;
using Noderr.Hosting.Configuration;
using Noderr.Hosting.Secrets;

namespace Noderr.Hosting.Trading;

/// <summary>A book's limits as they are changed at run time. No more than a function of what the control journal said: a replay has the same.</summary>
public static class RuntimeLimits
{
    /// <summary>What of the changed settings concerns the book's limits.</summary>
    public static ImmutableSortedDictionary<string, string> Of(int book, ImmutableSortedDictionary<string, string> changed) =>
        changed.RemoveRange(changed.Keys.Where(name => !name.StartsWith(Section(book) + '.', StringComparison.Ordinal)));

    /// <summary>The file's limits where the change does not fit them: control has refused it then, or the file was changed since.</summary>
    public static Limits Under(this Limits file, int book, ImmutableSortedDictionary<string, string> changed)
    {
        var tree = new SettingTree();
        foreach (var (name, text) in Of(book, changed)) tree.Set(name, new RawValue(text, "runtime", Layer.Runtime));
        var binder = new Binder(new Schema(Configuration.Section.Of<LimitSettings>(Section(book))), tree, new SecretReferences([]));
        var limits = (LimitSettings)binder.Bind(LimitSettings.Of(file))[typeof(LimitSettings)];
        return binder.Violations.Count == 0 ? limits.ToLimits() : file;
    }

    private static string Section(int book) => FormattableString.Invariant($"trading.books.{book}.limits");
}
