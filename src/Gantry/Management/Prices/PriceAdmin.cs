using Gantry.Billing.Pricing;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Prices;
using Gantry.Management.Http;
using Gantry.Management.Rows;

namespace Gantry.Management.Prices;

/// <inheritdoc cref="IPriceAdmin"/>
internal sealed class PriceAdmin(Admission admission, CatalogEditor catalog, TimeProvider time) : IPriceAdmin
{
    public async Task<Page<ListPriceView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation)
    {
        admission.Check(who, PriceResource.List);
        var rows = await catalog.LoadAsync(cancellation);
        var now = time.GetUtcNow();
        var versions = rows.Prices.Where(p => p.Book == PriceBook.List).ToLookup(p => p.Model, StringComparer.Ordinal);
        var priced = rows.Models.Select(m => ListPriceTexts.View(m, versions[m.Id], now));
        return ManageCursor.Page(priced, query, p => p.Model, p => $"{(p.PriceVersion is null ? 0 : 1)} {p.Model}", p => p);
    }

    public async Task<Versioned<PriceImportView>> PreviewAsync(IActor who, PriceImportDraft draft, CancellationToken cancellation)
    {
        admission.Check(who, PriceResource.List);
        var plan = PriceImportPlan.Of(draft, PriceFile.Read(draft), await catalog.LoadAsync(cancellation), time.GetUtcNow());
        return new Versioned<PriceImportView>(plan.View([]), plan.Tag);
    }

    public async Task<Versioned<PriceImportView>> ImportAsync(IActor who, PriceImportDraft draft, string? tag, CancellationToken cancellation)
    {
        var caller = admission.Check(who, PriceResource.Import);
        var file = PriceFile.Read(draft);
        return await catalog.EditAsync(
            caller,
            PriceResource.Import,
            rows =>
            {
                var plan = PriceImportPlan.Of(draft, file, rows, time.GetUtcNow());
                RowTags.Check(tag, plan.Tag);
                var taken = plan.Taken();
                return RowEdit.Of(taken.Select(plan.Change), new Versioned<PriceImportView>(plan.View(taken), plan.Tag));
            },
            cancellation);
    }
}
