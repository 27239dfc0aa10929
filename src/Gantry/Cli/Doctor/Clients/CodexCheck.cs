using Gantry.Cli.ClientFiles;
using Gantry.Cli.Doctor.Findings;
using Gantry.Contracts.Connect;
using Gantry.Protocols;

namespace Gantry.Cli.Doctor.Clients;

/// <summary>Codex CLI: <c>config.toml</c> in <c>CODEX_HOME</c>, with a provider of one's own and a key in the variable that it names.</summary>
internal static class CodexCheck
{
    private const string Suggested = "GANTRY_KEY";
    private const string BuiltIn = "openai";
    private const string Providers = "model_providers";
    private const string Login = "OPENAI_API_KEY";

    public static ClientReading Read(Examination subject)
    {
        var reading = new ClientReading(subject, Recipes.Find("codex")!, Protocol.Responses);
        var folder = subject.Variable("CODEX_HOME") ?? Path.Combine(subject.Home, ".codex");
        var path = Path.Combine(folder, "config.toml");
        var file = TomlFile.Open(path);
        if (file?.Fault is { } fault)
        {
            reading.Problem("file-invalid", $"The line is no TOML: {fault.Message}.", "Codex stops when it reads it.", $"{path}:{fault.Line}", "Correct the line: key = \"value\", with both quotation marks.");
            return reading;
        }
        var profile = file?.String("profile")?.Value;
        Setting? Top(string key) => (profile is null ? null : file!.String("profiles", profile, key)) ?? file?.String(key);

        reading.Model = Top("model");
        var chosen = Top("model_provider");
        if (chosen is null or { Value: BuiltIn } && Top("openai_base_url") is { } address)
        {
            reading.Base = address;
            SignedIn(reading, folder);
        }
        else if (Provider(reading, file, path, chosen) is { } id)
        {
            var wire = file!.String(Providers, id, "wire_api");
            if (wire?.Value == "chat")
            {
                reading.Problem("wire-api", "wire_api is \"chat\".", "Codex speaks Responses alone, and stops at its start.", wire.Where, wire.Line!("responses"), wire.Replaced("responses", "Set wire_api to responses."));
            }
            reading.Base = file.String(Providers, id, "base_url");
            if (file.String(Providers, id, "requires_openai_auth")?.Value == "true") SignedIn(reading, folder);
            else Key(reading, file, id);
        }
        else
        {
            return reading;
        }
        AddressLook.Judge(reading, right => $"base_url = {ShellText.Json(right)}");
        Surroundings.Mode(reading, reading.Key);
        Surroundings.Proxies(reading, subject.Variable);
        return reading;
    }

    /// <summary>The provider in use; null where there is none, and that has been said.</summary>
    private static string? Provider(ClientReading reading, TomlFile? file, string path, Setting? chosen)
    {
        var others = file?.TablesBelow(Providers).ToList() ?? [];
        if (chosen is null or { Value: BuiltIn })
        {
            var alone = reading.Shell("OPENAI_BASE_URL") ?? reading.Shell("OPENAI_API_BASE");
            if (alone is not null) reading.Problem("base-alone", $"{alone.Name} alone does not point Codex at a gateway.", "It is ignored without a provider of one's own, and Codex asks OpenAI.", alone.Where, SetUp(reading, path));
            else if (others.Count > 0) reading.Problem("provider-unused", $"The provider {others[0]} is there and is not chosen.", "Codex asks OpenAI.", file!.Where(Providers, others[0]), Choose(others[0], path));
            else reading.Problem("base-missing", "Codex CLI is not pointed at a gateway.", "It asks OpenAI.", path, SetUp(reading, path));
            return null;
        }
        if (file!.HasTable(Providers, chosen.Value)) return chosen.Value;
        reading.Problem("provider-missing", $"There is no table [{TomlPaths.Text([Providers, chosen.Value])}].", "Codex stops: it does not know the provider that model_provider names.", chosen.Where,
            others.Count > 0 ? chosen.Line!(others[0]) : $"{Table(reading, chosen.Value)} >> {Quoted(path)}");
        return null;
    }

    private static void Key(ClientReading reading, TomlFile file, string id)
    {
        if (file.String(Providers, id, "experimental_bearer_token") is { } written)
        {
            reading.Key = written;
            KeyLook.Judge(reading, Suggested);
            return;
        }
        if (file.String(Providers, id, "env_key") is not { } variable)
        {
            reading.Problem("env-key-missing", "The provider does not say where its key is.", "Codex sends none, and is answered 401.", file.Where(Providers, id), $"env_key = \"{Suggested}\"");
            return;
        }
        if (!KeyLook.IsVariable(variable.Value))
        {
            reading.Problem("env-key-secret", "env_key holds a key. It takes the name of a variable that holds one.", "Codex looks for a variable of that name, and finds none.", variable.Where, variable.Line!(Suggested));
            return;
        }
        reading.Key = reading.Shell(variable.Value);
        if (reading.Key is not null) KeyLook.Judge(reading, variable.Value);
        else if (((IReadOnlyList<string>)[Suggested, Login, "ANTHROPIC_AUTH_TOKEN", "CODEX_API_KEY"]).Where(name => name != variable.Value).Select(reading.Shell).FirstOrDefault(found => found is not null) is { } other)
            reading.Problem("key-variable", $"The key stands in {other.Name}; env_key names {variable.Value}.", "Codex stops: the variable is missing.", variable.Where, ClientReading.Copy(other.Name, variable.Value));
        else
            reading.Problem("env-key-unset", $"The variable {variable.Value}, which env_key names, is not set.", "Codex stops: the variable is missing.", variable.Where, ClientReading.ReadKey(variable.Value));
    }

    // What `codex login --with-api-key` keeps.
    private static void SignedIn(ClientReading reading, string folder)
    {
        var path = Path.Combine(folder, "auth.json");
        reading.Key = JsonFile.Read(path, reading.Client.Id, comments: false)?.String(Login) ?? reading.Shell(Login);
        if (reading.Key is not null) KeyLook.Judge(reading, Login);
        else reading.Problem("key-missing", "Codex CLI has no key.", "Every request is refused with 401, or it asks for a login.", path, "codex login --with-api-key");
    }

    private static string SetUp(ClientReading reading, string path) => File.Exists(path)
        ? $"{Choose("gantry", path)} && {Table(reading, "gantry")} >> {Quoted(path)}"
        : $"mkdir -p {Quoted(Path.GetDirectoryName(path)!)} && {{ echo 'model_provider = \"gantry\"'; {Table(reading, "gantry")}; }} > {Quoted(path)}";

    // Before every table: behind one it would belong to that.
    private static string Choose(string provider, string path) =>
        $"{{ echo 'model_provider = {ShellText.Json(provider)}'; cat {Quoted(path)}; }} > {Quoted(path + ".new")} && mv {Quoted(path + ".new")} {Quoted(path)}";

    private static string Table(ClientReading reading, string provider)
    {
        var address = reading.Subject.Target.AbsoluteUri.TrimEnd('/') + reading.BasePath;
        return $"printf '%s\\n' '[{TomlPaths.Text([Providers, provider])}]' 'name = \"Gantry\"' 'base_url = {ShellText.Json(address)}' 'env_key = \"{Suggested}\"' 'wire_api = \"responses\"'";
    }

    private static string Quoted(string path) => ShellText.Quote(ClientSystem.Linux, path);
}
