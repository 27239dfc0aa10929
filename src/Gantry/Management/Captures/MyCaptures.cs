using Gantry.Audit;
using Gantry.Captures;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Captures;
using Gantry.Management.Http;
using Gantry.Snapshot;

namespace Gantry.Management.Captures;

/// <inheritdoc cref="IMyCaptures"/>
internal sealed class MyCaptures(Admission admission, ICaptures captures, ITeamPages teams, IAuditLog audit) : IMyCaptures
{
    public async Task<CaptureView> GetAsync(IActor who, string request, CancellationToken cancellation)
    {
        var account = admission.Check(who, MyCaptureResource.Get).AccountId;
        foreach (var tenant in await TenantsAsync(account, cancellation))
        {
            if (await captures.FindAsync(tenant, request, cancellation) is { } found) return View(found);
        }

        throw RefusedException.Missing("capture");
    }

    public async Task DeleteAsync(IActor who, string request, CancellationToken cancellation)
    {
        var caller = admission.Check(who, MyCaptureResource.Delete);
        var deleted = false;
        foreach (var tenant in await TenantsAsync(caller.AccountId, cancellation)) deleted = deleted || await captures.DeleteAsync(tenant, request, cancellation);
        if (!deleted) throw RefusedException.Missing("capture");
        await audit.AppendAsync(caller.Note(MyCaptureResource.Delete.Action!), [new AuditChange($"capture {request}", "{}", null)], CancellationToken.None);
    }

    // In a team each member is a tenant of its own: what others have asked is not among it.
    private async Task<IEnumerable<Guid>> TenantsAsync(Guid account, CancellationToken cancellation) =>
        (await teams.OfPersonAsync(account, cancellation)).Select(mine => TeamTerms.TenantOf(mine.Team.Id, account)).Prepend(account);

    private static CaptureView View(Capture found) => new()
    {
        RequestId = found.RequestId,
        KeyId = found.KeyId,
        ExpiresAt = found.ExpiresAt,
        Request = Part(found.Request),
        Answer = Part(found.Answer),
    };

    private static CapturedPart Part(CapturedBody body)
    {
        var text = body.Text();
        return new CapturedPart(body.Length, body.IsCut, text, text is null ? Convert.ToBase64String(body.Bytes.Span) : null);
    }
}
