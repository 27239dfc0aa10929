using System.CommandLine;
using Gantry.Billing.Retention;
using Gantry.Catalog;

namespace Gantry.Cli.Usage;

/// <summary><c>gantry usage prune</c>: what a server does every day, by hand. May run beside a server.</summary>
internal static class PruneCommand
{
    private static readonly Option<DateOnly?> Before = new("--before")
    {
        Description = "The first day (UTC) whose records are kept; else as the settings say.",
        HelpName = "DATE",
        CustomParser = UsageCommand.ReadDay,
    };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only count what would be dropped." };

    public static Command Create()
    {
        var command = new Command("prune", "Drop records and hourly sums that are older than what is kept; all totals stay.") { Before, DryRun, StoreCommand.Data, StoreCommand.Database };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var cut = RetentionDays.Terms(await folder.Catalog.LoadAsync(cancellation)).CutAt(now);
            if (parsed.GetValue(Before) is { } day)
            {
                var last = new RetentionTerms(RetentionTerms.LeastUsageDays).CutAt(now).Records;
                if (day > last) throw new CatalogRefusedException([$"--before {day:yyyy-MM-dd} is too late: monthly spend caps need the records from {last:yyyy-MM-dd} on"]);
                cut = new RetentionCut(day, cut.Hours < day ? cut.Hours : day);
            }

            var dry = parsed.GetValue(DryRun);
            var result = dry ? await folder.Retention.CountAsync(cut, cancellation) : await folder.Retention.DropAsync(cut, cancellation);
            output.WriteLine($"{(dry ? "Would drop" : "Dropped")} {result.Records} records and {result.Attempts} attempts from before {cut.Records:yyyy-MM-dd}.");
            output.WriteLine($"{(dry ? "Would fold" : "Folded")} {result.Hours} hourly sums from before {cut.Hours:yyyy-MM-dd} into months.");
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }
}
