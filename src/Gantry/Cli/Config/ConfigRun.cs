using Gantry.Contracts.Connect;

namespace Gantry.Cli.Config;

/// <summary>One <c>gantry config</c>.</summary>
internal static class ConfigRun
{
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(ConfigRequest request, ConfigContext context, CancellationToken cancellation)
    {
        try
        {
            return await DoAsync(request, context, cancellation);
        }
        catch (ConfigRefusedException refused)
        {
            await context.Error.WriteLineAsync($"error: {refused.Message}");
            return refused.Code;
        }
    }

    private static async Task<int> DoAsync(ConfigRequest request, ConfigContext context, CancellationToken cancellation)
    {
        Check(request);
        if (request.Client is not { } client)
        {
            if (request.Json) ConfigJson.WriteList(context.Output);
            else ConfigText.WriteList(context.Output);
            return ExitCodes.Done;
        }

        var recipe = Recipes.Find(client) ?? throw new ConfigRefusedException(ExitCodes.WrongUsage, $"There is no recipe for '{client}'. gantry config --list names all.");
        if (request.Undo) return ConfigUndoing.Run(recipe.Id, request, context);
        var key = KeySource.Read(request, context);
        if (request.Write && key is null)
            throw new ConfigRefusedException(ExitCodes.WrongUsage, $"A key is needed to write: --key KEY, --key - to read it from the input, --key-file FILE or ${KeySource.Variable}. gantry key create makes one.");
        var setUp = await SetUpChoice.MakeAsync(recipe, request, context, key, cancellation);
        if (request.Write || request.DryRun) return new ConfigWriting(request, context).Run(recipe, setUp);
        if (request.Json) ConfigJson.WriteRecipe(context.Output, recipe, setUp);
        else ConfigText.WriteRecipe(context.Output, recipe, setUp);
        if (key is null) await context.Error.WriteLineAsync($"note: No key was given ({KeySource.Placeholder} stands for it): --key, --key-file or ${KeySource.Variable}.");
        if (setUp.Model == SetUpChoice.ModelPlaceholder) await context.Error.WriteLineAsync($"note: Without a key the gateway cannot be asked for its models ({SetUpChoice.ModelPlaceholder} stands for one): give the key, or --model.");
        return ExitCodes.Done;
    }

    private static void Check(ConfigRequest request)
    {
        var mistake = request switch
        {
            { Client: null, Write: true } or { Client: null, Undo: true } or { Client: null, DryRun: true } => "Name the client: gantry config --list tells all.",
            { Undo: true, Write: true } or { Undo: true, DryRun: true } => "--undo stands alone: it takes back what --write has done.",
            { Force: true, Undo: false } => "--force is for --undo.",
            { Write: false, DryRun: false, Profile: not null } => "--profile is for --write.",
            { Write: false, DryRun: false, StatusLine: true } => "--statusline is for --write.",
            _ => null,
        };
        if (mistake is not null) throw new ConfigRefusedException(ExitCodes.WrongUsage, mistake);
    }
}
