using System.Globalization;
using System.Text.Json;
using Gantry.Audit;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Audits;
using Gantry.Management.Http;

namespace Gantry.Management.Audits;

/// <inheritdoc cref="IAuditAdmin"/>
internal sealed class AuditAdmin(Admission admission, IAuditLog log) : IAuditAdmin
{
    public async Task<Page<AuditRowView>> ListAsync(IActor who, AuditRowQuery query, CancellationToken cancellation)
    {
        admission.Check(who, AuditResource.List);
        var found = await log.ReadAsync(
            new AuditQuery
            {
                Before = Place(query.After),
                Actor = query.Actor,
                Action = query.Action,
                Target = query.Target,
                From = query.From,
                To = query.To,
                Limit = query.Limit + 1,
            },
            cancellation);
        var shown = found.Take(query.Limit).Select(View).ToArray();
        return new Page<AuditRowView>(shown, found.Count > query.Limit ? ManageCursor.Write(shown[^1].Sequence.ToString(CultureInfo.InvariantCulture)) : null);
    }

    public async Task<AuditVerdict> VerifyAsync(IActor who, string? head, CancellationToken cancellation)
    {
        admission.Check(who, AuditResource.Verify);
        var known = head is null ? null : AuditMark.Parse(head) ?? throw RefusedException.Field("head", "must be the head of a verification: a number, a colon and a link");
        var check = await log.VerifyAsync(known, cancellation);
        return new AuditVerdict(check.BrokenAt is null, check.Rows, check.First, check.BrokenAt, check.Reason, check.Head?.ToString());
    }

    private static long? Place(string? after) =>
        ManageCursor.Read(after, 1) is not [var place] ? null
        : long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence
        : throw RefusedException.Field("after", "is not a place in this list: send the next of the page before");

    private static AuditRowView View(AuditEntry entry) => new()
    {
        Sequence = entry.Sequence,
        At = entry.At,
        Actor = entry.Note.Actor,
        ActorId = entry.Note.ActorId,
        Address = entry.Note.Address,
        Action = entry.Note.Action,
        RequestId = entry.Note.RequestId,
        Target = entry.Change.Target,
        Before = Read(entry.Change.Before),
        After = Read(entry.Change.After),
        Chain = entry.Chain,
    };

    private static JsonElement? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<JsonElement>(json);
}
