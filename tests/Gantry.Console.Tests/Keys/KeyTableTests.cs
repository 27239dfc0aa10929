using Gantry.Console.Keys;
using Gantry.Contracts.Manage.Keys;
using Xunit;

namespace Gantry.Console.Tests.Keys;

/// <summary>Filters, order and pages of the table.</summary>
public sealed class KeyTableTests
{
    private static readonly DateTimeOffset Day = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Keys_are_filtered_sorted_and_paged()
    {
        var table = new KeyTable();
        table.Fill([.. Enumerable.Range(0, 45).Select(number => Key(number) with { RevokedAt = number >= 41 ? Day : null })]);
        Assert.Equal((41, KeyTable.PageSize, true), (table.Found.Count, table.Shown.Count, table.HasNext));
        table.Turn(1);
        table.Turn(1);
        Assert.Equal(["key 40"], table.Shown.Select(key => key.Name));
        Assert.False(table.HasNext);
        table.Turn(1);
        Assert.Equal(2, table.Page);

        table.Sort(KeyColumn.LastUsed);
        Assert.Equal(("key 00", 0), (table.Shown[0].Name, table.Page));
        table.Sort(KeyColumn.LastUsed);
        Assert.Equal("key 40", table.Shown[0].Name);

        table.Filter(" KEY 0", null);
        Assert.Equal(10, table.Found.Count);
        table.Filter("", true);
        Assert.Equal(["key 44", "key 43", "key 42", "key 41"], table.Shown.Select(key => key.Name));
        table.Filter("everyone", false);
        Assert.Equal(41, table.Found.Count);
        table.Filter("nothing", null);
        Assert.Empty(table.Shown);
    }

    private static KeyView Key(int number) => new()
    {
        Id = new Guid(number, 0, 0, new byte[8]),
        AccountId = Guid.Empty,
        Account = "user@example.com",
        Name = $"key {number:00}",
        Groups = ["everyone"],
        Display = "sk-abc…xyz",
        CreatedAt = Day,
        LastUsedAt = number == 0 ? null : Day.AddDays(number),
        ManagedBy = "hand",
    };
}
