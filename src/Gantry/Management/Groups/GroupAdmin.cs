using System.Collections.Immutable;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Groups;
using Gantry.Management.Http;
using Gantry.Management.Rows;

namespace Gantry.Management.Groups;

/// <inheritdoc cref="IGroupAdmin"/>
internal sealed class GroupAdmin(Admission admission, CatalogEditor catalog) : IGroupAdmin
{
    public async Task<Page<GroupView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation)
    {
        admission.Check(who, GroupResource.List);
        var rows = await catalog.LoadAsync(cancellation);
        return ManageCursor.Page(rows.Groups, query, g => g.Name, g => View(g, rows));
    }

    public async Task<Versioned<GroupView>> GetAsync(IActor who, string name, CancellationToken cancellation)
    {
        admission.Check(who, GroupResource.Get);
        var rows = await catalog.LoadAsync(cancellation);
        return Show(Find(rows, name, null), rows);
    }

    public Task<Versioned<GroupView>> CreateAsync(IActor who, GroupDraft draft, CancellationToken cancellation) => catalog.EditAsync(
        admission.Check(who, GroupResource.Create),
        GroupResource.Create,
        rows =>
        {
            var row = Said(draft, draft.Name) with { ManagedBy = ManagedBy.Hand };
            CatalogEditor.CheckFree(rows, row.Key);
            return RowEdit.Of([new RowChange(row, null)], Show(row, rows));
        },
        cancellation);

    public Task<Versioned<GroupView>> EditAsync(IActor who, string name, Func<GroupTerms, GroupTerms> change, string? tag, CancellationToken cancellation) => catalog.EditAsync(
        admission.Check(who, GroupResource.Edit),
        GroupResource.Edit,
        rows =>
        {
            var row = Find(rows, name, tag);
            var next = Said(change(Fill(row, new GroupTerms())), name) with { ManagedBy = row.ManagedBy };
            return RowEdit.Of([new RowChange(next, row)], Show(next, rows));
        },
        cancellation);

    public Task DeleteAsync(IActor who, string name, string? tag, CancellationToken cancellation) => catalog.EditAsync(
        admission.Check(who, GroupResource.Delete),
        GroupResource.Delete,
        rows =>
        {
            var row = Find(rows, name, tag);
            return RowEdit.Of(rows.Deployments.Where(d => d.Group == name).Append<CatalogRow>(row).Select(r => new RowChange(r, r, Deleted: true)), row);
        },
        cancellation);

    private static GroupRow Said(GroupTerms terms, string name) =>
        TermsReader.Read(terms, "group", map => GroupReader.Read(map, ImmutableArray.CreateBuilder<DeploymentRow>()), ("name", name));

    private static GroupRow Find(CatalogRows rows, string name, string? tag)
    {
        var row = CatalogEditor.Find(rows.Groups, g => g.Name == name, "group");
        RowTags.Check(tag, RowTags.Of(row));
        return row;
    }

    private static Versioned<GroupView> Show(GroupRow row, CatalogRows rows) => new(View(row, rows), RowTags.Of(row));

    private static GroupView View(GroupRow row, CatalogRows rows) => Fill(row, new GroupView
    {
        Name = row.Name,
        Deployments = rows.Deployments.Count(d => d.Group == row.Name),
        ManagedBy = EnumWords.Of(row.ManagedBy),
    });

    private static T Fill<T>(GroupRow row, T terms)
        where T : GroupTerms => terms with
        {
            Description = row.Description,
            Multiplier = RowTexts.Factor(row.MultiplierPpm),
            CancelPolicy = EnumWords.Of(row.CancelPolicy),
            SpendCap = RowTexts.Caps(row.SpendCaps),
            RateLimits = RowTexts.Rates(row.RateLimits),
            ModelRateLimits = row.ModelRateLimits.IsEmpty ? null : row.ModelRateLimits.ToDictionary(m => m.Model, m => RowTexts.Rates(m.Limits)!),
            HoldOutputTokens = row.HoldOutputTokens,
            Operations = RowTexts.Words(row.Operations),
            Protocols = RowTexts.Words(row.Protocols),
            Prices =
            [
                .. row.Prices.Select(p => new GroupPriceTerms
                {
                    Model = p.Model,
                    Multiplier = p.MultiplierPpm is { } factor ? RowTexts.Factor(factor) : null,
                    Price = PriceTexts.Of(p.Price),
                }),
            ],
            Status = EnumWords.Of(row.Status),
            Replacement = row.Replacement,
            Note = row.Note,
            Balance = EnumWords.Of(row.Balance),
            VirtualModels = row.VirtualModels.IsEmpty ? null : row.VirtualModels.ToDictionary(v => v.Name, v => (IReadOnlyList<string>)v.Models),
        };
}
