namespace Gantry.Billing;

/// <summary>One line of <c>dead-letter.jsonl</c>: a record that the store refuses although it takes others.</summary>
internal sealed record DeadLetter(DateTimeOffset At, string Error, UsageRecord Record);
