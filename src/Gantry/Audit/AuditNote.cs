namespace Gantry.Audit;

/// <summary>Who does something, from where, and what it is called.</summary>
internal sealed record AuditNote
{
    /// <summary>The one who works at the machine itself.</summary>
    public static readonly string CommandLine = "command line";

    /// <summary>The gateway, of its own accord.</summary>
    public static readonly string Gateway = "gateway";

    /// <summary>An e-mail address, or one of the names above.</summary>
    public required string Actor { get; init; }

    /// <summary>The account; null where no account acts.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>The network address of the client; null where there is none.</summary>
    public string? Address { get; init; }

    /// <summary>The subject and the verb, as in <c>key.create</c> or <c>price.change</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The HTTP request; null where there was none.</summary>
    public string? RequestId { get; init; }

    /// <summary>A note of what is done at the command line.</summary>
    public static AuditNote OfCommand(string action) => new() { Actor = CommandLine, Action = action };
}
