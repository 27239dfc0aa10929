namespace Gantry.Billing;

/// <summary>The place of a running request in the journal: its dispatch and its progress are forgotten together with its end.</summary>
public sealed class DispatchTicket
{
    internal List<JournalEntry> Entries { get; } = new(2);
}
