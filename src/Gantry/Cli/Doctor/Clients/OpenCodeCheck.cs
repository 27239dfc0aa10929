using System.Text.Json;
using Gantry.Cli.Doctor.Findings;
using Gantry.Contracts.Connect;
using Gantry.Protocols;

namespace Gantry.Cli.Doctor.Clients;

/// <summary>OpenCode: <c>opencode.json</c> of the project or of the person, with a provider of one's own whose package says what it speaks.</summary>
internal static class OpenCodeCheck
{
    private const string Suggested = "GANTRY_KEY";

    private static readonly Dictionary<string, (Protocol Protocol, string BasePath)> Packages = new(StringComparer.Ordinal)
    {
        ["@ai-sdk/openai-compatible"] = (Protocol.Chat, "/v1"),
        ["@ai-sdk/openai"] = (Protocol.Responses, "/v1"),
        ["@ai-sdk/anthropic"] = (Protocol.Messages, "/v1"),
        ["@ai-sdk/google"] = (Protocol.Gemini, "/v1beta"),
    };

    private static readonly Dictionary<string, (string Package, string Variable)> BuiltIn = new(StringComparer.Ordinal)
    {
        ["anthropic"] = ("@ai-sdk/anthropic", "ANTHROPIC_API_KEY"),
        ["openai"] = ("@ai-sdk/openai", "OPENAI_API_KEY"),
        ["google"] = ("@ai-sdk/google", "GOOGLE_GENERATIVE_AI_API_KEY"),
    };

    public static ClientReading Read(Examination subject)
    {
        var recipe = Recipes.Find("opencode")!;
        var folder = Path.Combine(subject.Variable("XDG_CONFIG_HOME") ?? Path.Combine(subject.Home, ".config"), "opencode");
        var personal = Path.Combine(folder, "opencode.json");
        string[] places = [.. subject.Variable("OPENCODE_CONFIG") is { } named ? [named] : Array.Empty<string>(), Path.Combine(subject.WorkingFolder, "opencode.json"), Path.Combine(subject.WorkingFolder, "opencode.jsonc"), personal, Path.Combine(folder, "opencode.jsonc")];
        var files = places.Distinct(StringComparer.Ordinal).Select(path => JsonFile.Read(path, recipe.Id, comments: true)).OfType<JsonFile>().ToList();
        if (files.FirstOrDefault(found => found.Fault is not null) is { } broken)
        {
            var unread = new ClientReading(subject, recipe, Protocol.Chat);
            unread.Add(broken.Fault);
            return unread;
        }
        // They are merged; a value of the nearest file counts.
        Setting? Value(params IReadOnlyList<string> path) => files.Select(file => file.String(path)).FirstOrDefault(found => found is not null);
        var model = Value("model");
        var id = model?.Value.Split('/')[0] ?? files.SelectMany(file => file.Root?.At("provider")?.Members ?? []).Select(one => one.Name).FirstOrDefault();
        var file = files.FirstOrDefault(found => found.Root?.At("provider", id ?? "") is { Kind: JsonValueKind.Object });
        var package = id is null ? null : Value("provider", id, "npm")?.Value;
        // Providers that OpenCode brings along know their package and their models.
        var builtIn = package is null && BuiltIn.ContainsKey(id ?? "");
        if (builtIn) package = BuiltIn[id!].Package;
        var (protocol, basePath) = Packages.GetValueOrDefault(package ?? "", (Protocol.Chat, "/v1"));
        var reading = new ClientReading(subject, recipe, protocol) { BasePath = basePath };
        if (id is null || file is null)
        {
            var where = model?.Where ?? personal;
            if (model is null) reading.Problem("base-missing", "OpenCode is not pointed at a gateway.", "It asks the vendors.", where, "gantry config opencode");
            else reading.Problem("provider-missing", $"There is no provider {id}, which model names.", "OpenCode does not find the model.", where, "gantry config opencode");
            return reading;
        }
        reading.Base = Value("provider", id, "options", "baseURL");
        AddressLook.Judge(reading, address => $"\"baseURL\": {ShellText.Json(address)}");
        Key(reading, Value("provider", id, "options", "apiKey") ?? SignedIn(subject, id) ?? (builtIn ? reading.Shell(BuiltIn[id].Variable) : null));
        Models(reading, file, id, builtIn, model, Value("small_model"));
        Surroundings.Mode(reading, reading.Key);
        Surroundings.Proxies(reading, subject.Variable);
        Surroundings.Certificates(reading, subject.Variable);
        return reading;
    }

    /// <summary>The key that <c>opencode auth login</c> keeps for a provider.</summary>
    private static Setting? SignedIn(Examination subject, string id) => JsonFile.Read(
        Path.Combine(subject.Variable("XDG_DATA_HOME") ?? Path.Combine(subject.Home, ".local", "share"), "opencode", "auth.json"), "opencode", comments: false)?.String(id, "key");

    private static void Key(ClientReading reading, Setting? written)
    {
        if (written is null || !written.Value.StartsWith("{env:", StringComparison.Ordinal))
        {
            reading.Key = written;
            KeyLook.Judge(reading, Suggested);
            return;
        }
        var name = written.Value[5..].TrimEnd('}').Trim();
        if (!KeyLook.IsVariable(name))
        {
            reading.Problem("env-key-secret", "{env:…} holds a key. It takes the name of a variable that holds one.", "OpenCode sends an empty key, and is answered 401.",
                written.Where, written.Line!($"{{env:{Suggested}}}"));
            return;
        }
        reading.Key = reading.Shell(name);
        if (reading.Key is not null) KeyLook.Judge(reading, name);
        else reading.Problem("env-key-unset", $"The variable {name}, which apiKey names, is not set.", "OpenCode sends an empty key, and is answered 401.", written.Where, ClientReading.ReadKey(name));
    }

    private static void Models(ClientReading reading, JsonFile file, string id, bool builtIn, Setting? model, Setting? small)
    {
        var models = file.Root?.At("provider", id, "models");
        foreach (var setting in new[] { model, small }.OfType<Setting>().Where(setting => setting.Value.StartsWith(id + "/", StringComparison.Ordinal)).DistinctBy(setting => setting.Value))
        {
            var name = setting.Value[(id.Length + 1)..];
            var own = setting with { Value = name, Line = changed => setting.Line!($"{id}/{changed}") };
            if (setting == model) reading.Model = own;
            else reading.SmallModel = own;
            if (builtIn || models?.Find(name) is not null) continue;
            reading.Problem("model-undeclared", $"The provider {id} does not list the model {name}.", "OpenCode does not offer it: model not found.", setting.Where,
                $"{ShellText.Json(name)}: {{\"name\": {ShellText.Json(name)}, \"limit\": {{\"context\": 200000, \"output\": 32000}}}}");
        }
        foreach (var name in (models?.Members ?? []).Select(one => one.Name))
        {
            if (file.Number("provider", id, "models", name, "limit", "context") is > 0 && file.Number("provider", id, "models", name, "limit", "output") is > 0) continue;
            reading.Problem("limit", $"The model {name} has no limit.", "OpenCode does not know when to compact, and asks for a thinking budget of -1.", file.Where("provider", id, "models", name),
                "\"limit\": {\"context\": 200000, \"output\": 32000}");
        }
    }
}
