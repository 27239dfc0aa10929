using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Gantry.Tests.Cli.Verify.Faulty;

/// <summary>The one thing that a gateway does wrong, and what verification has to say of it.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Expected">By protocol, the assertions that fail or warn: these and no others.</param>
internal sealed record Fault(string Name, IReadOnlyDictionary<string, string[]> Expected)
{
    /// <summary>Changes the request's body before it is passed on.</summary>
    public Action<JsonObject>? Request { get; init; }

    /// <summary>Answers instead of passing on, or forgets what the client said; null in place of a status passes it on.</summary>
    public Func<HttpRequest, JsonObject?, int?>? Refuses { get; init; }

    /// <summary>Changes the answer.</summary>
    public Action<Passing>? Answer { get; init; }

    /// <summary>Headers that are not passed on.</summary>
    public string[] Forgets { get; init; } = [];

    /// <summary>What comes after a stream that was left gets no answer.</summary>
    public bool Hangs { get; init; }

    /// <summary>The scenario that is asked for.</summary>
    public string Scenario { get; init; } = HealthyGateway.Plain;

    /// <summary>What is judged; null for everything.</summary>
    public string? Only { get; init; }

    public override string ToString() => Name;
}
