using Gantry.Catalog;

namespace Gantry.Management.Http;

/// <summary>One endpoint of the management API, and what it asks of whoever calls it. Services check the same route: there is one statement of each right.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Path">Below <see cref="Root"/>, as a route pattern.</param>
internal sealed record ManageRoute(string Method, string Path)
{
    public const string Root = "/api/manage";

    public const int UsualBodyLimit = 1024 * 1024;

    /// <summary>Names it in the OpenAPI document: a verb and a subject, in camel case.</summary>
    public required string Id { get; init; }

    /// <summary>One line.</summary>
    public required string Summary { get; init; }

    /// <summary>The least role that may call it.</summary>
    public AccountRole Role { get; init; } = AccountRole.Admin;

    /// <summary>What an admin token needs; null where only a session may call.</summary>
    public required string? Scope { get; init; }

    /// <summary>A session must have presented a factor within <see cref="Gantry.Accounts.StepUp.Life"/> (reliability S-24).</summary>
    public bool StepUp { get; init; }

    /// <summary>Also for an account that has to set up a second factor first: tells nothing but that.</summary>
    public bool BeforeFactor { get; init; }

    /// <summary>As in <see cref="Audit.AuditNote.Action"/>; null where it changes nothing.</summary>
    public string? Action { get; init; }

    /// <summary>The most bytes of a body.</summary>
    public int BodyLimit { get; init; } = UsualBodyLimit;

    /// <summary>It may change something.</summary>
    public bool IsUnsafe => Method != HttpMethods.Get;

    /// <summary>The whole pattern.</summary>
    public string Pattern => $"{Root}/{Path}";

    /// <summary>Reads: never changes anything.</summary>
    public static ManageRoute Get(string path, string id, string? scope, string summary) => new(HttpMethods.Get, path) { Id = id, Scope = scope, Summary = summary };

    /// <summary>Makes something, or does something.</summary>
    public static ManageRoute Post(string path, string id, string? scope, string action, string summary) =>
        new(HttpMethods.Post, path) { Id = id, Scope = scope, Summary = summary, Action = action };

    /// <summary>Edits by a merge patch.</summary>
    public static ManageRoute Patch(string path, string id, string? scope, string action, string summary) =>
        new(HttpMethods.Patch, path) { Id = id, Scope = scope, Summary = summary, Action = action };

    public static ManageRoute Delete(string path, string id, string? scope, string action, string summary) =>
        new(HttpMethods.Delete, path) { Id = id, Scope = scope, Summary = summary, Action = action };
}
