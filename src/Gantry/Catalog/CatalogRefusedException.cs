using System.Collections.Immutable;

namespace Gantry.Catalog;

/// <summary>A change of the catalogue is refused, with every reason.</summary>
internal sealed class CatalogRefusedException(ImmutableArray<string> reasons) : Exception(string.Join(Environment.NewLine, reasons))
{
    public ImmutableArray<string> Reasons { get; } = reasons;
}
