using Gantry.Audit;
using Gantry.Captures;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Captures;
using Gantry.Management.Http;

namespace Gantry.Management.Captures;

/// <inheritdoc cref="IMyCaptures"/>
internal sealed class MyCaptures(Admission admission, ICaptures captures, IAuditLog audit) : IMyCaptures
{
    public async Task<CaptureView> GetAsync(IActor who, string request, CancellationToken cancellation)
    {
        var account = admission.Check(who, MyCaptureResource.Get).AccountId;
        var found = await captures.FindAsync(account, request, cancellation) ?? throw RefusedException.Missing("capture");
        return new CaptureView { RequestId = found.RequestId, KeyId = found.KeyId, ExpiresAt = found.ExpiresAt, Request = Part(found.Request), Answer = Part(found.Answer) };
    }

    public async Task DeleteAsync(IActor who, string request, CancellationToken cancellation)
    {
        var caller = admission.Check(who, MyCaptureResource.Delete);
        if (!await captures.DeleteAsync(caller.AccountId, request, cancellation)) throw RefusedException.Missing("capture");
        await audit.AppendAsync(caller.Note(MyCaptureResource.Delete.Action!), [new AuditChange($"capture {request}", "{}", null)], CancellationToken.None);
    }

    private static CapturedPart Part(CapturedBody body)
    {
        var text = body.Text();
        return new CapturedPart(body.Length, body.IsCut, text, text is null ? Convert.ToBase64String(body.Bytes.Span) : null);
    }
}
