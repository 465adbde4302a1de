using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Noderr.Domain.Instruments;

/// <summary>All instruments of an installation, in the order of its configuration, so that every process numbers them alike.</summary>
public sealed class InstrumentCatalog : IReadOnlyList<Instrument>
{
    private readonly Instrument[] instruments;
    private readonly Dictionary<string, Instrument> byId;

    public InstrumentCatalog(IEnumerable<Instrument> instruments)
    {
        this.instruments = [.. instruments.Select((instrument, index) => instrument with { Index = index })];
        byId = this.instruments.ToDictionary(i => i.Id, StringComparer.Ordinal);
    }

    public int Count => instruments.Length;

    public Instrument this[int index] => instruments[index];

    public bool TryGet(string id, [NotNullWhen(true)] out Instrument? instrument) => byId.TryGetValue(id, out instrument);

    public IEnumerator<Instrument> GetEnumerator() => ((IEnumerable<Instrument>)instruments).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
