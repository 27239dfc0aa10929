using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Catalog.Import;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Prices;
using Gantry.Management.Rows;

namespace Gantry.Management.Prices;

/// <summary>A published list held against the catalogue of one moment.</summary>
internal sealed class PriceImportPlan
{
    private const int TagBytes = 16;

    private readonly PriceImportDraft _draft;
    private readonly CatalogRows _rows;
    private readonly DateTimeOffset _now;
    private readonly DateTimeOffset? _from;

    private PriceImportPlan(PriceImportDraft draft, PriceFile file, CatalogRows rows, DateTimeOffset now)
    {
        (_draft, _rows, _now, _from) = (draft, rows, now, draft.From?.ToUniversalTime());
        (Format, At) = (file.Format, _from ?? now);
        var listed = rows.Models.OrderBy(m => m.Id, StringComparer.Ordinal).Select(m => (Row: m, Found: PriceImport.Find(m, file.Published))).ToList();
        NotListed = [.. listed.Where(l => l.Found is null).Select(l => l.Row.Id)];
        Lines = [.. listed.Where(l => l.Found is not null).Select(l => new PriceImportLine(l.Row, l.Found!, l.Found!.Price is null ? null : PriceImport.Propose(l.Row, l.Found, At)))];
        var known = rows.Models.SelectMany(m => m.Aliases.Prepend(m.Id)).ToHashSet(StringComparer.Ordinal);
        Unknown = [.. file.Published.Where(p => p.Price is not null && !known.Contains(p.Model)).Select(p => p.Model).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var wrong = CatalogEditor.Wrong(rows, Lines.Where(l => l.Changes).Select(Change)).ToLookup(p => p.Subject, p => p.Message);
        Lines = [.. Lines.Select(l => l with { Reasons = [.. l.Proposal is null ? (string[])["The list has no price for it: zero in a list means that nobody knows."] : wrong[l.Row.Key]] })];
    }

    public string Format { get; }

    /// <summary>The moment that prices are compared at: that of their beginning.</summary>
    public DateTimeOffset At { get; }

    public ImmutableArray<PriceImportLine> Lines { get; }

    public ImmutableArray<string> NotListed { get; }

    public ImmutableArray<string> Unknown { get; }

    /// <summary>Stands for the list, its beginning, and the models with what they cost now.</summary>
    public string Tag
    {
        get
        {
            var inForce = _rows.Prices.Where(p => p.Book == PriceBook.List).GroupBy(p => p.Model).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => PriceFollow.InForce(g, _now)?.Id);
            var text = $"{RowTags.Of(_rows.Models)}\0{string.Join(' ', inForce)}\0{_from:O}\0{_draft.Format}\0{_draft.Text}";
            return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, TagBytes));
        }
    }

    /// <exception cref="RefusedException">The beginning has passed.</exception>
    public static PriceImportPlan Of(PriceImportDraft draft, PriceFile file, CatalogRows rows, DateTimeOffset now) =>
        draft.From <= now ? throw RefusedException.Field("from", "has passed: name a moment to come, or leave it out for now") : new PriceImportPlan(draft, file, rows, now);

    /// <summary>Those that are taken.</summary>
    /// <exception cref="RefusedException">One that the list does not name, would not change, or cannot change.</exception>
    public ImmutableArray<PriceImportLine> Taken()
    {
        var lines = Lines.ToDictionary(l => l.Row.Id, StringComparer.Ordinal);
        var errors = Refusal.NoErrors.ToBuilder();
        foreach (var (index, model) in _draft.Models.Index())
        {
            if (!lines.TryGetValue(model, out var line)) errors[$"models[{index}]"] = [$"'{model}' is no model here that the list names{Nearest.Hint(model, lines.Keys)}"];
            else if (!line.Reasons.IsEmpty) errors[$"models[{index}]"] = [$"'{model}' cannot be taken: {string.Join("; ", line.Reasons)}"];
            else if (!line.Changes) errors[$"models[{index}]"] = [$"'{model}' has this price already"];
        }

        if (errors.Count > 0)
            throw new RefusedException(new Refusal { Kind = RefusalKind.Invalid, Code = "invalid_request", Detail = string.Join("; ", errors.SelectMany(e => e.Value).Take(5)), Errors = errors.ToImmutable() });
        return [.. _draft.Models.Distinct(StringComparer.Ordinal).Select(m => lines[m])];
    }

    /// <summary>The row to write for a line that changes something.</summary>
    public RowChange Change(PriceImportLine line) => PriceImport.Accept(line.Proposal!, _from, _now);

    public PriceImportView View(ImmutableArray<PriceImportLine> written) => new()
    {
        Format = Format,
        At = At,
        Models = [.. Lines.Select(l => l.View(At, written.Contains(l)))],
        NotListed = NotListed,
        UnknownCount = Unknown.Length,
        Unknown = [.. Unknown.Take(PriceImportView.MostUnknown)],
    };
}
