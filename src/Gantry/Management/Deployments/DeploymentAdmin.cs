using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Deployments;
using Gantry.Management.Http;
using Gantry.Management.Rows;

namespace Gantry.Management.Deployments;

/// <inheritdoc cref="IDeploymentAdmin"/>
internal sealed class DeploymentAdmin(Admission admission, CatalogEditor catalog) : IDeploymentAdmin
{
    private const int IdBytes = 12;

    public async Task<Page<DeploymentView>> ListAsync(IActor who, DeploymentQuery query, CancellationToken cancellation)
    {
        admission.Check(who, DeploymentResource.List);
        var rows = (await catalog.LoadAsync(cancellation)).Deployments
            .Where(d => (query.Group is null || d.Group == query.Group) && (query.Upstream is null || d.Upstream == query.Upstream));
        return ManageCursor.Page(rows, query, d => d.Model, d => d.Key.Name, View);
    }

    public async Task<Versioned<DeploymentView>> GetAsync(IActor who, string id, CancellationToken cancellation)
    {
        admission.Check(who, DeploymentResource.Get);
        return Show(Find(await catalog.LoadAsync(cancellation), id, null));
    }

    public async Task<Versioned<DeploymentView>> CreateAsync(IActor who, DeploymentDraft draft, CancellationToken cancellation) => Show(await catalog.EditAsync(
        admission.Check(who, DeploymentResource.Create),
        DeploymentResource.Create,
        rows =>
        {
            var upstreamModel = string.IsNullOrEmpty(draft.UpstreamModel) ? draft.Model : draft.UpstreamModel;
            // The foreign keys of the store know the group as it is written there.
            var group = rows.Groups.FirstOrDefault(g => string.Equals(g.Name, draft.Group, StringComparison.OrdinalIgnoreCase))?.Name ?? draft.Group;
            var row = Said(draft, group, draft.Model, draft.Upstream, upstreamModel) with { ManagedBy = ManagedBy.Hand };
            CatalogEditor.CheckFree(rows, row.Key);
            return RowEdit.Of([new RowChange(row, null)], row);
        },
        cancellation));

    public async Task<Versioned<DeploymentView>> EditAsync(IActor who, string id, Func<DeploymentTerms, DeploymentTerms> change, string? tag, CancellationToken cancellation) =>
        Show(await catalog.EditAsync(
            admission.Check(who, DeploymentResource.Edit),
            DeploymentResource.Edit,
            rows =>
            {
                var row = Find(rows, id, tag);
                var next = Said(change(Fill(row, new DeploymentTerms())), row.Group, row.Model, row.Upstream, row.UpstreamModel) with { ManagedBy = row.ManagedBy };
                return RowEdit.Of([new RowChange(next, row)], next);
            },
            cancellation));

    public Task DeleteAsync(IActor who, string id, string? tag, CancellationToken cancellation) => catalog.EditAsync(
        admission.Check(who, DeploymentResource.Delete),
        DeploymentResource.Delete,
        rows =>
        {
            var row = Find(rows, id, tag);
            return RowEdit.Of([new RowChange(row, row, Deleted: true)], row);
        },
        cancellation);

    private static DeploymentRow Said(DeploymentTerms terms, string group, string model, string upstream, string upstreamModel) => TermsReader.Read(
        terms, "deployment", map => GroupReader.Deployment(map, group), ("model", model), ("upstream", upstream), ("upstream_model", upstreamModel));

    private static DeploymentRow Find(CatalogRows rows, string id, string? tag)
    {
        var row = CatalogEditor.Find(rows.Deployments, d => IdOf(d) == id, "deployment");
        RowTags.Check(tag, RowTags.Of(row));
        return row;
    }

    private static string IdOf(DeploymentRow row) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(row.Key.Name)).AsSpan(0, IdBytes));

    private static Versioned<DeploymentView> Show(DeploymentRow row) => new(View(row), RowTags.Of(row));

    private static DeploymentView View(DeploymentRow row) => Fill(row, new DeploymentView
    {
        Id = IdOf(row),
        Group = row.Group,
        Model = row.Model,
        Upstream = row.Upstream,
        UpstreamModel = row.UpstreamModel,
        ManagedBy = EnumWords.Of(row.ManagedBy),
    });

    private static T Fill<T>(DeploymentRow row, T terms)
        where T : DeploymentTerms => terms with
        {
            Priority = row.Priority,
            Weight = row.Weight,
            Rules = RowTexts.Rules(row.Rules),
            Speaks = RowTexts.Words(row.Speaks),
            Cost = PriceTexts.Of(row.Cost),
        };
}
