using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Gantry.Catalog.Import;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Prices;

namespace Gantry.Management.Prices;

/// <summary>A published list that was read.</summary>
internal sealed record PriceFile(string Format, ImmutableArray<PublishedPrice> Published)
{
    /// <exception cref="RefusedException">No list, or none of a known format.</exception>
    public static PriceFile Read(PriceImportDraft draft)
    {
        if (draft.Format is { } named && !PriceImport.Formats.Contains(named)) throw RefusedException.Field("format", $"must be {string.Join(" or ", PriceImport.Formats)}, or be left out");
        if (Encoding.UTF8.GetByteCount(draft.Text) > PriceImportDraft.MostBytes) throw RefusedException.Field("text", $"is longer than {PriceImportDraft.MostBytes} bytes");
        var bytes = Encoding.UTF8.GetBytes(draft.Text);
        try
        {
            if (draft.Format is not null) return new PriceFile(draft.Format, PriceImport.Read(draft.Format, bytes));
            var (format, published) = PriceImport.Read(bytes);
            return new PriceFile(format, published);
        }
        catch (JsonException wrong)
        {
            throw RefusedException.Field("text", $"cannot be read as a price list: {wrong.Message}");
        }
    }
}
