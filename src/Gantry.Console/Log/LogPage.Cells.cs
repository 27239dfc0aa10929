using Gantry.Console.Shell;
using Gantry.Contracts.Manage.Usages;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Log;

/// <content>What stands in the cells.</content>
public sealed partial class LogPage
{
    private const string Nothing = "–";

    private string Name(LogColumn column) => column switch
    {
        LogColumn.Account => W.Account,
        LogColumn.Request => W.RequestId,
        LogColumn.Key => W.Key,
        LogColumn.Model => W.Model,
        LogColumn.Group => W.Group,
        LogColumn.Operation => W.Operation,
        LogColumn.Outcome => W.Outcome,
        LogColumn.Input => W.Input,
        LogColumn.Cached => W.Cached,
        LogColumn.Output => W.Output,
        LogColumn.Cost => W.Cost,
        LogColumn.First => W.First,
        LogColumn.Duration => W.Duration,
        LogColumn.Attempts => W.Attempts,
        _ => W.Upstream,
    };

    private RenderFragment Cell(LogColumn column, RecordView row) => builder =>
    {
        if (column == LogColumn.Outcome)
        {
            builder.OpenElement(0, "span");
            builder.AddAttribute(1, "class", "badge " + Tone(row));
            builder.AddContent(2, row.Outcome == "completed" && row.Status == 200 ? W.OutcomeOf(row.Outcome) : $"{row.Status} {W.OutcomeOf(row.Outcome)}");
            builder.CloseElement();
            return;
        }

        var text = Text(column, row);
        builder.OpenElement(3, "span");
        // Cut short where it is long.
        if (text.Length > 10) builder.AddAttribute(4, "title", text);
        builder.AddContent(5, text);
        builder.CloseElement();
    };

    private static string Text(LogColumn column, RecordView row) => column switch
    {
        LogColumn.Account => row.AccountName ?? row.AccountId?.ToString() ?? Nothing,
        LogColumn.Request => row.RequestId,
        LogColumn.Key => row.KeyName ?? row.KeyId?.ToString() ?? Nothing,
        LogColumn.Model => row.Model ?? Nothing,
        LogColumn.Group => row.Group ?? Nothing,
        LogColumn.Operation => $"{row.Protocol} {row.Operation}",
        LogColumn.Input => Figures.Count(LogFigures.Prompt(row.Usage)),
        LogColumn.Cached => Figures.Count(row.Usage.CacheRead),
        LogColumn.Output => Figures.Count(LogFigures.Answer(row.Usage)),
        LogColumn.Cost => Figures.Money(row.Charged.Amount),
        LogColumn.First => row.FirstContentMicros is { } first ? LogFigures.Duration(first) : Nothing,
        LogColumn.Duration => LogFigures.Duration(row.DurationMicros),
        LogColumn.Attempts => Figures.Count(row.Attempts),
        _ => row.Upstream ?? Nothing,
    };

    private static string Tone(RecordView row) => row.Outcome switch
    {
        "completed" => "",
        "client_left" => "off",
        _ => "bad",
    };
}
