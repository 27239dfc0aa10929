using Gantry.Cli.Config.Merge;
using Gantry.Cli.Config.Writing;
using Gantry.Contracts.Connect;

namespace Gantry.Cli.Config;

/// <summary><c>--write</c> and <c>--dry-run</c>.</summary>
internal sealed class ConfigWriting(ConfigRequest request, ConfigContext context)
{
    private readonly ClientPlaces _places = new(context);

    /// <exception cref="ConfigRefusedException">Nothing was written; it says why.</exception>
    public int Run(Recipe recipe, ClientSetUp setUp)
    {
        if (setUp.System != context.System) throw new ConfigRefusedException(ExitCodes.WrongUsage, "Files are written on this machine only: leave --system out, or --write.");
        setUp = FilePlan.Prefer(recipe, setUp, request.Variant);
        if (FilePlan.Of(recipe, setUp, request, context) is not { } plan) return ByHand(recipe, setUp);
        try
        {
            var prepared = PreparedWrite.Of(plan, setUp.Key, context);
            if (request.DryRun) return Show(recipe, setUp, prepared);
            foreach (var change in prepared.Changes.Where(change => change.HoldsSecret)) Guard(change, recipe);
            var sets = new KeptSets(_places.Kept);
            if (prepared.Changes.Count > 0) new ChangeWriter(sets, context.Time).Write(recipe.Id, prepared.Changes);
            Tell(recipe, setUp, plan, prepared);
            return ExitCodes.Done;
        }
        catch (Exception failure) when (failure is WritingException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigRefusedException(ExitCodes.CheckFailed, failure.Message);
        }
    }

    private int ByHand(Recipe recipe, ClientSetUp setUp)
    {
        context.Error.WriteLine($"error: There is nothing to write for {recipe.Name}: do these steps.");
        if (request.Json) ConfigJson.WriteRecipe(context.Output, recipe, setUp);
        else ConfigText.WriteSteps(context.Output, recipe.Steps(setUp));
        return ExitCodes.WrongUsage;
    }

    private void Guard(FileChange change, Recipe recipe)
    {
        if (request.Yes || VersionControl.Holder(change.Target) is not { } root) return;
        var question = $"{change.Path} lies in the work tree {root} and is not ignored there: the key could be committed.";
        var advice = recipe.Variants.Contains("Shell")
            ? $"gantry config {recipe.Id} --write --variant Shell keeps the key in a file of variables instead"
            : "Have the file ignored there, or keep it elsewhere";
        if (context.Ask is null) throw new ConfigRefusedException(ExitCodes.CheckFailed, $"{question} {advice}; --yes writes it all the same. Nothing was written.");
        if (!context.Ask($"{question} ({advice}.) Write it all the same?")) throw new ConfigRefusedException(ExitCodes.CheckFailed, "Nothing was written.");
    }

    private int Show(Recipe recipe, ClientSetUp setUp, PreparedWrite prepared)
    {
        if (request.Json)
        {
            ConfigJson.WriteFiles(context.Output, recipe, setUp, prepared, written: false);
            return ExitCodes.Done;
        }

        foreach (var change in prepared.Changes)
        {
            context.Output.WriteLine($"--- {(change.Before.Bytes is null ? "(none)" : change.Path)}");
            context.Output.WriteLine($"+++ {change.Path}");
            foreach (var line in LineDiff.Of(change.Before.Text, change.AfterText)) context.Output.WriteLine(SecretMask.Hide(line, setUp.Key));
        }

        foreach (var same in prepared.Same) context.Output.WriteLine($"{same} holds it already.");
        foreach (var note in prepared.Notes) context.Output.WriteLine($"note: {note}");
        context.Output.WriteLine("Nothing was written.");
        return ExitCodes.Done;
    }

    private void Tell(Recipe recipe, ClientSetUp setUp, FilePlan plan, PreparedWrite prepared)
    {
        if (request.Json)
        {
            ConfigJson.WriteFiles(context.Output, recipe, setUp, prepared, written: true);
            return;
        }

        var output = context.Output;
        foreach (var change in prepared.Changes) output.WriteLine($"{(change.Before.Bytes is null ? "made    " : "changed ")} {_places.Shown(change.Path)}");
        foreach (var same in prepared.Same) output.WriteLine($"same     {_places.Shown(same)}");
        output.WriteLine($"{recipe.Name} asks {setUp.Address} for {setUp.Model}{(recipe.WantsSmallModel && setUp.SmallModel != setUp.Model ? $", and for {setUp.SmallModel} beside" : "")}.");
        foreach (var note in prepared.Notes) output.WriteLine($"note: {note}");
        if (plan.Variables is { } variables && !plan.Files.Any(file => file.Format == FileFormat.Block))
            output.WriteLine($"Have your shell read {_places.Shown(variables)} at its start: --profile FILE puts that into a start-up file, or type it: {(setUp.System == ClientSystem.Windows ? "." : "source")} {_places.Shown(variables)}");
        ConfigText.WriteSteps(output, [.. plan.Todo.Where(step => !step.Do.English.StartsWith("Install it", StringComparison.Ordinal))]);
        if (prepared.Changes.Count > 0) output.WriteLine($"gantry config {recipe.Id} --undo takes this back.");
    }
}
