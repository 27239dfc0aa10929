using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Models;
using Gantry.Management.Http;
using Gantry.Management.Rows;

namespace Gantry.Management.Models;

/// <inheritdoc cref="IModelAdmin"/>
internal sealed class ModelAdmin(Admission admission, CatalogEditor catalog, IPriceStore prices, TimeProvider time) : IModelAdmin
{
    public async Task<Page<ModelView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation)
    {
        admission.Check(who, ModelResource.List);
        return ManageCursor.Page((await catalog.LoadAsync(cancellation)).Models, query, m => m.Id, ModelTexts.View);
    }

    public async Task<Versioned<ModelView>> GetAsync(IActor who, string id, CancellationToken cancellation)
    {
        admission.Check(who, ModelResource.Get);
        return Show(Find(await catalog.LoadAsync(cancellation), id, null));
    }

    public async Task<Versioned<ModelView>> CreateAsync(IActor who, ModelDraft draft, CancellationToken cancellation) => Show(await catalog.EditAsync(
        admission.Check(who, ModelResource.Create),
        ModelResource.Create,
        rows =>
        {
            var row = KnownModels.Complete(KnownModels.Row(draft, draft.Id) with { Price = TermsReader.Price(draft.Price), CreatedAt = time.GetUtcNow(), ManagedBy = ManagedBy.Hand }, draft.Id);
            CatalogEditor.CheckFree(rows, row.Key);
            return RowEdit.Of([new RowChange(row, null)], row);
        },
        cancellation));

    public async Task<Versioned<ModelView>> EditAsync(IActor who, string id, Func<ModelTerms, ModelTerms> change, string? tag, CancellationToken cancellation) => Show(await catalog.EditAsync(
        admission.Check(who, ModelResource.Edit),
        ModelResource.Edit,
        rows =>
        {
            var row = Find(rows, id, tag);
            var next = KnownModels.Row(change(ModelTexts.Terms(row)), id) with { Price = row.Price, Prices = row.Prices, PriceFrom = row.PriceFrom, CreatedAt = row.CreatedAt, ManagedBy = row.ManagedBy };
            return RowEdit.Of([new RowChange(next, row)], next);
        },
        cancellation));

    public Task DeleteAsync(IActor who, string id, string? tag, CancellationToken cancellation) => catalog.EditAsync(
        admission.Check(who, ModelResource.Delete),
        ModelResource.Delete,
        rows =>
        {
            var row = Find(rows, id, tag);
            return RowEdit.Of(rows.Deployments.Where(d => d.Model == id).Append<CatalogRow>(row).Select(r => new RowChange(r, r, Deleted: true)), row);
        },
        cancellation);

    public async Task<Versioned<ModelPrices>> PricesAsync(IActor who, string id, CancellationToken cancellation)
    {
        admission.Check(who, ModelResource.Prices);
        return ShowPrices(Find(await catalog.LoadAsync(cancellation), id, null));
    }

    public async Task<Versioned<ModelPrices>> SetPricesAsync(IActor who, string id, Func<ModelPrices, ModelPrices> change, string? tag, CancellationToken cancellation) =>
        ShowPrices(await catalog.EditAsync(
            admission.Check(who, ModelResource.SetPrices),
            ModelResource.SetPrices,
            rows =>
            {
                var row = Find(rows, id, tag);
                var next = Priced(row, change(ModelTexts.Prices(row)));
                return RowEdit.Of([new RowChange(next, row)], next);
            },
            cancellation));

    public async Task<Page<PriceVersionView>> VersionsAsync(IActor who, string id, PageQuery query, CancellationToken cancellation)
    {
        admission.Check(who, ModelResource.Versions);
        var versions = await prices.HistoryAsync(id, cancellation);
        if (versions.IsEmpty) Find(await catalog.LoadAsync(cancellation), id, null);
        // The newest first: what is later sorts before.
        return ManageCursor.Page(versions, query, v => v.Id, v => $"{long.MaxValue - v.ValidFrom.UtcTicks:D19} {v.Id}", ModelTexts.Version);
    }

    private static ModelRow Priced(ModelRow row, ModelPrices said)
    {
        var dated = said.Prices.Select(p => new DatedPrice(p.From.ToUniversalTime(), TermsReader.Price(p.Price)!)).OrderBy(p => p.From).ToArray();
        if (dated.DistinctBy(p => p.From).Count() < dated.Length) throw RefusedException.Field("prices", "two prices begin at the same moment");
        return row with { Price = TermsReader.Price(said.Price), Prices = [.. dated], PriceFrom = PriceSource.Hand };
    }

    private static ModelRow Find(CatalogRows rows, string id, string? tag)
    {
        var row = CatalogEditor.Find(rows.Models, m => m.Id == id, "model");
        RowTags.Check(tag, RowTags.Of(row));
        return row;
    }

    private static Versioned<ModelView> Show(ModelRow row) => new(ModelTexts.View(row), RowTags.Of(row));

    private static Versioned<ModelPrices> ShowPrices(ModelRow row) => new(ModelTexts.Prices(row), RowTags.Of(row));
}
