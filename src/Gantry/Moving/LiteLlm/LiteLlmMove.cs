using System.Text.Json;
using Gantry.Catalog.Declared;
using Gantry.Catalog.Seed;

namespace Gantry.Moving.LiteLlm;

/// <summary>Moves the configuration file of a LiteLLM proxy: models, prices, aliases, fallbacks and the master key. Virtual keys are not in it.</summary>
internal static class LiteLlmMove
{
    private const long LongestFile = 4 << 20;

    /// <exception cref="ConfigurationException">The file cannot be read or makes no sense: every place at once.</exception>
    public static async Task<Moved> ReadAsync(string path, LiteLlmOptions options, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LongestFile }) throw Refused(path, $"is longer than {LongestFile} bytes");
            return Read(await File.ReadAllTextAsync(path, cancellation), path, options, time);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refused(path, $"cannot be read: {failure.Message}");
        }
    }

    /// <summary>As <see cref="ReadAsync"/>, from text; <paramref name="path"/> is what problems call it.</summary>
    public static Moved Read(string text, string path, LiteLlmOptions options, TimeProvider time)
    {
        var context = new ReadContext(path, _ => null);
        var parsed = FileParser.Parse(text, context);
        var root = parsed is null ? null : ForeignMap.Of(parsed, "the file", context);
        if (root is null || context.Problems.Count > 0) throw context.Problems.Count > 0 ? new ConfigurationException([.. context.Problems]) : Refused(path, "is empty");
        var move = new Move();
        foreach (var (name, node) in root.Map("environment_variables")?.Entries ?? []) Define(name, node, move, context);
        var credentials = Credentials(root, context);
        var (general, library, router) = (root.Map("general_settings"), root.Map("litellm_settings"), root.Map("router_settings"));
        var seed = SeedCatalogue.Load();
        var deployments = new LiteLlmModels(move, context, seed, List(options, path), credentials).Read(root);
        var group = new LiteLlmGroup(move, seed, LiteLlmRouting.Read(router, library, context, move));
        group.Build(deployments);
        var settings = new LiteLlmSettings(move, options);
        settings.Account(general, library, group);
        settings.Rest(root, ("general_settings", general), ("litellm_settings", library), ("router_settings", router));
        foreach (var name in move.Secrets.Unused) move.LeftOut("environment_variables", name, "nothing here reads it");
        if (context.Problems.Count > 0) throw new ConfigurationException([.. context.Problems.OrderBy(p => p.At?.Line).ThenBy(p => p.At?.Column)]);
        return Moved.Of(move, "litellm", path, time);
    }

    private static void Define(string name, FileNode node, Move move, ReadContext context)
    {
        if (node is not FileNode.Scalar scalar) context.Error(node.At, $"environment_variables: {name} must be a single value, not {node.Kind}");
        else if (ForeignMap.VariableOf(scalar.Text) is null) move.Secrets.Define(name, scalar.Text);
    }

    private static Dictionary<string, ForeignMap> Credentials(ForeignMap root, ReadContext context)
    {
        var credentials = new Dictionary<string, ForeignMap>(StringComparer.Ordinal);
        foreach (var entry in root.Items("credential_list").Select(i => ForeignMap.Of(i, "an entry of credential_list", context)).OfType<ForeignMap>())
        {
            if (entry.Text("credential_name") is { Length: > 0 } name && entry.Map("credential_values") is { } values) credentials[name] = values;
            else context.Error(entry.At, "an entry of credential_list needs credential_name and credential_values");
        }

        return credentials;
    }

    private static LiteLlmPriceList? List(LiteLlmOptions options, string path)
    {
        try
        {
            return options.Prices is { } json ? new LiteLlmPriceList(json) : null;
        }
        catch (JsonException failure)
        {
            throw Refused(path, $"cannot be priced: the price list is none of LiteLLM's: {failure.Message}");
        }
    }

    private static ConfigurationException Refused(string path, string reason) => new([new ConfigurationProblem(path, null, reason)]);
}
