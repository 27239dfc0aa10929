using Gantry.Cli.Doctor.Findings;
using Gantry.Contracts.Connect;
using Gantry.Protocols;

namespace Gantry.Cli.Doctor.Clients;

/// <summary>Codex CLI: <c>config.toml</c> in <c>CODEX_HOME</c>, with a provider of one's own and a key in the variable that it names.</summary>
internal static class CodexCheck
{
    private const string Suggested = "GANTRY_KEY";

    public static ClientReading Read(Examination subject)
    {
        var reading = new ClientReading(subject, Recipes.Find("codex")!, Protocol.Responses);
        var path = Path.Combine(subject.Variable("CODEX_HOME") ?? Path.Combine(subject.Home, ".codex"), "config.toml");
        var file = TomlFile.Open(path);
        if (file?.FaultLine is { } line)
        {
            reading.Problem("file-invalid", "The line is no TOML.", "Codex stops when it reads it.", $"{path}:{line}", "Correct the line: key = \"value\", with both quotation marks.");
            return reading;
        }
        if (Provider(reading, file, path) is not { } table) return reading;
        var wire = file!.String(table, "wire_api");
        if (wire?.Value == "chat")
        {
            reading.Problem("wire-api", "wire_api is \"chat\".", "Codex speaks Responses alone, and stops at its start.", wire.Where, wire.Line!("responses"), wire.Replaced("responses", "Set wire_api to responses."));
        }
        reading.Base = file.String(table, "base_url");
        reading.Model = file.String("", "model");
        AddressLook.Judge(reading, address => $"base_url = {ShellText.Json(address)}");
        Key(reading, file, table);
        Surroundings.Mode(reading, reading.Key);
        Surroundings.Proxies(reading, subject.Variable);
        return reading;
    }

    /// <summary>The table of the provider in use; null where there is none, and that has been said.</summary>
    private static string? Provider(ClientReading reading, TomlFile? file, string path)
    {
        var address = reading.Subject.Target.AbsoluteUri.TrimEnd('/') + reading.BasePath;
        var setUp = $"printf '%s\\n' 'model_provider = \"gantry\"' '[model_providers.gantry]' 'name = \"Gantry\"' 'base_url = {ShellText.Json(address)}' 'env_key = \"{Suggested}\"' 'wire_api = \"responses\"' >> {ShellText.Quote(ClientSystem.Linux, path)}";
        if (file?.String("", "model_provider") is not { Value: not "openai" } named)
        {
            var alone = reading.Shell("OPENAI_BASE_URL") ?? reading.Shell("OPENAI_API_BASE");
            if (alone is not null) reading.Problem("base-alone", $"{alone.Name} alone does not point Codex at a gateway.", "It is ignored without a provider of one's own, and Codex asks OpenAI.", alone.Where, setUp);
            else if (file?.TablesBelow("model_providers").FirstOrDefault() is { } unused)
                reading.Problem("provider-unused", $"The provider {unused} is there and is not chosen.", "Codex asks OpenAI.", file.Where("model_providers." + unused), $"sed -i '1i model_provider = {ShellText.Json(unused)}' {ShellText.Quote(ClientSystem.Linux, path)}");
            else reading.Problem("base-missing", "Codex CLI is not pointed at a gateway.", "It asks OpenAI.", path, setUp);
            return null;
        }
        var table = "model_providers." + named.Value;
        if (file.HasTable(table)) return table;
        reading.Problem("provider-missing", $"There is no table [{table}].", "Codex stops: it does not know the provider that model_provider names.", named.Where,
            file.TablesBelow("model_providers").FirstOrDefault() is { } other ? named.Line!(other) : setUp.Replace("'model_provider = \"gantry\"' '[model_providers.gantry]'", $"'[{table}]'", StringComparison.Ordinal));
        return null;
    }

    private static void Key(ClientReading reading, TomlFile file, string table)
    {
        if (file.String(table, "experimental_bearer_token") is { } written)
        {
            reading.Key = written;
            KeyLook.Judge(reading, Suggested);
            return;
        }
        if (file.String(table, "env_key") is not { } variable)
        {
            reading.Problem("env-key-missing", "The provider does not say where its key is.", "Codex sends none, and is answered 401.", file.Where(table), $"env_key = \"{Suggested}\"");
            return;
        }
        if (variable.Value.StartsWith("sk-", StringComparison.Ordinal) || variable.Value.Contains('-', StringComparison.Ordinal))
        {
            reading.Problem("env-key-secret", "env_key holds a key. It takes the name of a variable that holds one.", "Codex looks for a variable of that name, and finds none.", variable.Where, variable.Line!(Suggested));
            return;
        }
        reading.Key = reading.Shell(variable.Value);
        if (reading.Key is not null) KeyLook.Judge(reading, variable.Value);
        else if (((IReadOnlyList<string>)[Suggested, "OPENAI_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CODEX_API_KEY"]).Where(name => name != variable.Value).Select(reading.Shell).FirstOrDefault(found => found is not null) is { } other)
            reading.Problem("key-variable", $"The key stands in {other.Name}; env_key names {variable.Value}.", "Codex stops: the variable is missing.", variable.Where, ClientReading.Copy(other.Name, variable.Value));
        else
            reading.Problem("env-key-unset", $"The variable {variable.Value}, which env_key names, is not set.", "Codex stops: the variable is missing.", variable.Where, ClientReading.ReadKey(variable.Value));
    }
}
