using System.Text.Json;
using Gantry.Protocols;
using Gantry.Simulator.Prompts;
using Microsoft.AspNetCore.Http;

namespace Gantry.Simulator;

/// <summary>What a vendor refuses although it could be read.</summary>
internal static class Vendor
{
    private static readonly string[] Sampling = ["temperature", "top_p", "top_k"];

    /// <exception cref="BadPromptException">The vendor refuses the request.</exception>
    public static void Check(Protocol protocol, Operation operation, HttpRequest request, JsonElement body)
    {
        if (protocol != Protocol.Messages) return;
        var version = request.Headers["anthropic-version"].ToString();
        if (version.Length == 0) throw new BadPromptException("anthropic-version: header is required");
        if (operation != Operation.Chat) return;
        if (body.Number("max_tokens") is null) throw new BadPromptException("max_tokens: Field required");
        if (version != "2026-10-21") return;
        foreach (var name in Sampling)
        {
            if (body.Member(name).ValueKind != JsonValueKind.Undefined) throw new BadPromptException($"{name}: Extra inputs are not permitted");
        }
    }
}
