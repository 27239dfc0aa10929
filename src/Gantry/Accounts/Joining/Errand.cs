using System.Text.Json;
using Gantry.Audit;
using Gantry.Outbox;

namespace Gantry.Accounts.Joining;

/// <summary>What somebody has asked for with an e-mail address, to be done when the request has been answered.</summary>
/// <param name="Address">Where the request came from.</param>
/// <param name="RequestId">The HTTP request.</param>
internal sealed record Errand(string? Address, string? RequestId)
{
    public const string Register = "registration.ask";
    public const string Forgot = "password.ask";

    /// <summary>As the outbox keeps it: the same for every address.</summary>
    public OutboxItem For(string kind, string email, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Channel = OutboxChannel.Errand,
        Recipient = email,
        Subject = kind,
        Body = JsonSerializer.Serialize(this),
        CreatedAt = now,
    };

    /// <summary>The note of what is done for it: nobody has shown who asks.</summary>
    public static AuditNote NoteOf(OutboxItem item)
    {
        var errand = JsonSerializer.Deserialize<Errand>(item.Body)!;
        return new AuditNote { Actor = AuditNote.Gateway, Address = errand.Address, Action = item.Subject, RequestId = errand.RequestId };
    }
}
