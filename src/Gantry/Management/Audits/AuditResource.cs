using Gantry.Contracts.Manage.Audits;
using Gantry.Management.Http;

namespace Gantry.Management.Audits;

/// <summary>The audit log. Nothing writes it but what is logged.</summary>
internal sealed class AuditResource : IManageResource
{
    public static readonly ManageRoute List = ManageRoute.Get("audit", "listAudit", ManageScopes.AuditRead, "List what was done, newest first.");
    public static readonly ManageRoute Verify = ManageRoute.Get("audit/verify", "verifyAudit", ManageScopes.AuditRead, "Prove that no row of the audit log was changed or is missing.");

    public string Name => "audit";

    public IEnumerable<ManageEndpoint> Endpoints =>
    [
        ManageEndpoint.Lists(
            List,
            call => call.Service<IAuditAdmin>().ListAsync(
                call.Caller,
                call.FillPage(new AuditRowQuery
                {
                    Actor = call.Query("actor"),
                    Action = call.Query("action"),
                    Target = call.Query("target"),
                    From = call.TimeQuery("from"),
                    To = call.TimeQuery("to"),
                }),
                call.Stop),
            new("actor", "Only of this actor."),
            new("action", "Only actions that begin so, as in `key.`."),
            new("target", "Only targets that begin so."),
            new("from", "Written then or later: a date or a time."),
            new("to", "Written before then: a date or a time.")),
        ManageEndpoint.Reads(
            Verify,
            call => call.Service<IAuditAdmin>().VerifyAsync(call.Caller, call.Query("head"), call.Stop),
            new ManageFilter("head", "A head that was noted before: it must still be in the chain.")),
    ];
}
