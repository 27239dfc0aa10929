using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Simulators;

namespace Gantry.Management.Simulators;

/// <summary>Faults in the words of the simulator, and back. Its grammar of scenarios is in <c>Gantry.Simulator/Scenarios/ModelName.cs</c>.</summary>
internal static class FaultScripts
{
    private const string BadJson = "bad_json";

    /// <summary>All but one, whose bytes are told one by one.</summary>
    private static readonly Dictionary<string, string> Scenarios = new(StringComparer.Ordinal)
    {
        ["rate_limited"] = "sim-text-fault-429",
        ["overloaded"] = "sim-text-fault-529",
        ["unavailable"] = "sim-text-fault-503",
        ["server_error"] = "sim-text-fault-500",
        ["refused_credential"] = "sim-text-fault-401",
        ["reset"] = "sim-text-fault-reset",
        ["cut"] = "sim-text-n20-i20-fault-cut50",
        ["stall"] = "sim-text-n20-i20-fault-stall-k5",
        ["slow"] = "sim-text-n40-i500",
        ["late"] = "sim-text-d20000",
        ["error_in_stream"] = "sim-text-n20-i20-fault-errorafter-k5",
        ["html"] = "sim-text-fault-html",
        ["empty"] = "sim-text-fault-empty",
        ["no_usage"] = "sim-text-fault-nousage",
    };

    public static bool Knows(string fault) => fault == BadJson || Scenarios.ContainsKey(fault);

    public static string Write(FaultDraft draft)
    {
        var script = new JsonObject { ["times"] = draft.Count };
        if (draft.Model is not null) script["model"] = draft.Model;
        if (draft.RetryAfter is { } seconds) script["retry_after"] = seconds.ToString(CultureInfo.InvariantCulture);
        if (draft.Fault == BadJson) script["replay"] = new JsonObject { ["status"] = 200, ["headers"] = new JsonObject { ["content-type"] = "application/json" }, ["body"] = """{"id":"broken","choices":[{""" };
        else script["as"] = Scenarios[draft.Fault];
        return script.ToJsonString();
    }

    /// <exception cref="RefusedException">No simulator says this.</exception>
    public static SimulatorState Read(string json)
    {
        try
        {
            using var told = JsonDocument.Parse(json);
            return new SimulatorState([.. told.RootElement.GetProperty("scripts").EnumerateArray().Select(Armed)]);
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw RefusedException.Of(RefusalKind.Conflict, "simulator_unreachable", "What answers at this address is no simulator of this version.");
        }
    }

    private static ArmedFault Armed(JsonElement script)
    {
        var scenario = Text(script, "as");
        var fault = script.GetProperty("replay").GetBoolean() ? BadJson : Scenarios.FirstOrDefault(known => known.Value == scenario).Key;
        return new ArmedFault(fault, scenario, Text(script, "model"), script.GetProperty("left").GetInt32(), Text(script, "retry_after"));
    }

    private static string? Text(JsonElement script, string name) => script.TryGetProperty(name, out var value) ? value.GetString() : null;
}
