using System.Text.Json;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Scenarios;
using Microsoft.AspNetCore.Http;

namespace Gantry.Simulator.Delivery;

/// <summary>A request to one of the endpoints that do one thing: JSON or a form.</summary>
internal sealed record Asked(string Model, JsonElement Body, IFormCollection? Form, int Bytes, Scenario Scenario, Ids Ids, long Created)
{
    /// <summary>A member or a form field, as text.</summary>
    public string? Value(string name) => Form is not null
        ? Form.TryGetValue(name, out var value) ? value.ToString() : null
        : Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var member)
            ? member.ValueKind == JsonValueKind.String ? member.GetString() : member.GetRawText()
            : null;

    public bool Stream => Value("stream") == "true";
}
