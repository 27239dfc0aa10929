using Gantry.Console.Shell;
using Gantry.Contracts.Manage.Wallets;

namespace Gantry.Console.Wallet;

/// <summary>What an entry of the book does, as one amount.</summary>
internal static class Moves
{
    /// <summary>Signed where the wallet has more or less after it. What is only set aside, or no longer, moves nothing: its amount stands in brackets.</summary>
    public static string Shown(EntryView entry)
    {
        var total = Sum(entry, "available") + Sum(entry, "reserved");
        if (total != 0) return Text(total, sign: true);
        var owed = Sum(entry, "debt");
        return owed != 0 ? Text(-owed, sign: true) : $"({Text(Math.Abs(Sum(entry, "reserved")), sign: false)})";
    }

    private static long Sum(EntryView entry, string account) => entry.Lines.Where(line => line.Account == account).Sum(line => line.Change.AmountNanos);

    private static string Text(long nanos, bool sign)
    {
        var amount = Figures.Money(Decimal(Math.Abs(nanos)));
        return nanos < 0 ? "-" + amount : sign ? "+" + amount : amount;
    }

    private static string Decimal(long nanos) => FormattableString.Invariant($"{nanos / 1_000_000_000}.{nanos % 1_000_000_000:D9}");
}
