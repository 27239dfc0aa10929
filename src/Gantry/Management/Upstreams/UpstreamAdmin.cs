using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Upstreams;
using Gantry.Management.Http;
using Gantry.Management.Rows;
using Gantry.Secrets;

namespace Gantry.Management.Upstreams;

/// <inheritdoc cref="IUpstreamAdmin"/>
internal sealed class UpstreamAdmin(Admission admission, CatalogEditor catalog, IUpstreamTrial trial, IAuditLog audit, SecretSeal seal, TimeProvider time) : IUpstreamAdmin
{
    public async Task<Page<UpstreamView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation)
    {
        admission.Check(who, UpstreamResource.List);
        var rows = await catalog.LoadAsync(cancellation);
        return ManageCursor.Page(rows.Upstreams, query, u => u.Name, u => UpstreamTexts.View(u, rows));
    }

    public async Task<Versioned<UpstreamView>> GetAsync(IActor who, string name, CancellationToken cancellation)
    {
        admission.Check(who, UpstreamResource.Get);
        var rows = await catalog.LoadAsync(cancellation);
        return Show(rows, Find(rows, name));
    }

    public Task<Versioned<UpstreamView>> CreateAsync(IActor who, UpstreamDraft draft, CancellationToken cancellation) => catalog.EditAsync(
        admission.Check(who, UpstreamResource.Create),
        UpstreamResource.Create,
        rows =>
        {
            var row = Said(draft, draft.Name, null);
            CatalogEditor.CheckFree(rows, row.Key);
            CheckSecrets(draft.ApiKeys, "api_keys");
            var credentials = draft.ApiKeys.Select((secret, position) => Credential(row.Name, position, secret)).ToArray();
            var next = rows with { Upstreams = rows.Upstreams.Add(row), Credentials = rows.Credentials.AddRange(credentials) };
            return RowEdit.Of([new RowChange(row, null), .. credentials.Select(c => new RowChange(c, null))], Show(next, row));
        },
        cancellation);

    public Task<Versioned<UpstreamView>> EditAsync(IActor who, string name, Func<UpstreamTerms, UpstreamTerms> change, string? tag, CancellationToken cancellation) => catalog.EditAsync(
        admission.Check(who, UpstreamResource.Edit),
        UpstreamResource.Edit,
        rows =>
        {
            var row = Find(rows, name, tag);
            var next = Said(change(UpstreamTexts.Terms(row)), name, row) with { ManagedBy = row.ManagedBy };
            return RowEdit.Of([new RowChange(next, row)], Show(rows, next));
        },
        cancellation);

    public Task DeleteAsync(IActor who, string name, string? tag, CancellationToken cancellation) => catalog.EditAsync(
        admission.Check(who, UpstreamResource.Delete),
        UpstreamResource.Delete,
        rows =>
        {
            var row = Find(rows, name, tag);
            var gone = rows.Deployments.Where(d => d.Upstream == name).Concat<CatalogRow>(rows.Credentials.Where(c => c.Upstream == name)).Append(row);
            return RowEdit.Of(gone.Select(r => new RowChange(r, r, Deleted: true)), row);
        },
        cancellation);

    public Task<Versioned<UpstreamView>> AddCredentialAsync(IActor who, string name, CredentialDraft draft, CancellationToken cancellation) => catalog.EditAsync(
        admission.Check(who, UpstreamResource.AddCredential),
        UpstreamResource.AddCredential,
        rows =>
        {
            var row = Find(rows, name);
            CheckSecrets([draft.Secret], "secret");
            var position = rows.Credentials.Where(c => c.Upstream == name).Select(c => c.Position + 1).DefaultIfEmpty(0).Max();
            var added = Credential(name, position, draft.Secret);
            return RowEdit.Of([new RowChange(added, null)], Show(rows with { Credentials = rows.Credentials.Add(added) }, row));
        },
        cancellation);

    public Task<Versioned<UpstreamView>> EditCredentialAsync(IActor who, string name, Guid id, Func<CredentialTerms, CredentialTerms> change, string? tag, CancellationToken cancellation) => catalog.EditAsync(
        admission.Check(who, UpstreamResource.EditCredential),
        UpstreamResource.EditCredential,
        rows =>
        {
            var upstream = Find(rows, name, tag);
            var row = CatalogEditor.Find(rows.Credentials, c => c.Upstream == name && c.Id == id, "credential");
            var next = row with { Disabled = change(new CredentialTerms { Disabled = row.Disabled }).Disabled };
            return RowEdit.Of([new RowChange(next, row)], Show(rows with { Credentials = rows.Credentials.Replace(row, next) }, upstream));
        },
        cancellation);

    public Task RemoveCredentialAsync(IActor who, string name, Guid id, CancellationToken cancellation) => catalog.EditAsync(
        admission.Check(who, UpstreamResource.RemoveCredential),
        UpstreamResource.RemoveCredential,
        rows =>
        {
            var row = CatalogEditor.Find(rows.Credentials, c => c.Upstream == name && c.Id == id, "credential");
            return RowEdit.Of([new RowChange(row, row, Deleted: true)], row);
        },
        cancellation);

    public async Task<ProbeReport> ProbeAsync(IActor who, string name, UpstreamProbe probe, CancellationToken cancellation)
    {
        var caller = admission.Check(who, UpstreamResource.Probe);
        var rows = await catalog.LoadAsync(cancellation);
        Find(rows, name);
        var report = await trial.TryAsync(rows, name, probe, cancellation);
        await audit.AppendAsync(caller.Note(UpstreamResource.Probe.Action!), [new AuditChange($"upstream {name}")], cancellation);
        return report;
    }

    public async Task<UpstreamModels> ModelsAsync(IActor who, string name, UpstreamModelsQuery query, CancellationToken cancellation)
    {
        var caller = admission.Check(who, UpstreamResource.Models);
        var rows = await catalog.LoadAsync(cancellation);
        Find(rows, name);
        var models = await trial.ModelsAsync(rows, name, query.CredentialId, (model, display) => UpstreamOffers.Tell(rows, name, model, display), cancellation);
        await audit.AppendAsync(caller.Note(UpstreamResource.Models.Action!), [new AuditChange($"upstream {name}")], cancellation);
        return models;
    }

    public Task<UpstreamOffered> OfferAsync(IActor who, string name, UpstreamOffer offer, CancellationToken cancellation) => catalog.EditAsync(
        admission.Check(who, UpstreamResource.Offer),
        UpstreamResource.Offer,
        rows => UpstreamOffers.Rows(rows, Find(rows, name).Name, offer, time.GetUtcNow()),
        cancellation);

    private CredentialRow Credential(string upstream, int position, string secret) =>
        CredentialRow.Create(Guid.CreateVersion7(time.GetUtcNow()), upstream, position, secret, seal) with { ManagedBy = ManagedBy.Hand };

    private UpstreamRow Said(UpstreamTerms terms, string name, UpstreamRow? before)
    {
        if (terms.Proxy?.Contains(UpstreamTexts.Mask, StringComparison.Ordinal) is true)
            throw RefusedException.Field("proxy", "holds the mask in place of user and password: send them, or leave the proxy out");
        var row = TermsReader.Read(terms, "upstream", UpstreamReader.Read, ("name", name)).Row with { ManagedBy = ManagedBy.Hand };
        // The address of a proxy alone is what an edit of something else brings along.
        return row.Proxy is not null && row.Proxy == before?.Proxy ? row with { ProxySealed = before.ProxySealed } : row.WithSealedProxy(seal);
    }

    // As the declarative file: see UpstreamReader.
    private static void CheckSecrets(IReadOnlyList<string> secrets, string field)
    {
        if (secrets.Distinct().Count() < secrets.Count) throw RefusedException.Field(field, "holds one key twice");
        if (secrets.Any(s => s.Length == 0 || (!s.StartsWith('{') && s.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || !char.IsAscii(c)))))
            throw RefusedException.Field(field, "is empty, or has a space, a line end or a letter outside ASCII");
    }

    private static UpstreamRow Find(CatalogRows rows, string name) => CatalogEditor.Find(rows.Upstreams, u => u.Name == name, "upstream");

    private static UpstreamRow Find(CatalogRows rows, string name, string? tag)
    {
        var row = Find(rows, name);
        RowTags.Check(tag, Show(rows, row).Tag);
        return row;
    }

    private static Versioned<UpstreamView> Show(CatalogRows rows, UpstreamRow row) =>
        new(UpstreamTexts.View(row, rows), RowTags.Of([row, .. rows.Credentials.Where(c => c.Upstream == row.Name)]));
}
