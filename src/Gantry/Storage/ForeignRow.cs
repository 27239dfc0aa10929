using System.Globalization;
using System.Text;

namespace Gantry.Storage;

/// <summary>One row of a <see cref="ForeignDatabase"/>. SQLite lets any column hold any kind of value, so each is read for what is wanted of it.</summary>
/// <param name="table">Where it comes from.</param>
/// <param name="identity">What tells it apart from others of its table.</param>
/// <param name="values">By column; columns that the table lacks are not among them.</param>
internal sealed class ForeignRow(string table, string identity, IReadOnlyDictionary<string, object?> values)
{
    public string Table { get; } = table;

    public string Identity { get; } = identity;

    public bool Has(string column) => values.ContainsKey(column);

    /// <summary>Text, empty where there is none.</summary>
    public string Text(string column) => values.GetValueOrDefault(column) switch
    {
        null => "",
        string text => text,
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>A whole number.</summary>
    /// <returns>False where the column holds something else.</returns>
    public bool TryWhole(string column, long absent, out long value)
    {
        value = absent;
        switch (values.GetValueOrDefault(column))
        {
            case null:
                return true;
            case long whole:
                value = whole;
                return true;
            case double number when number == Math.Floor(number) && Math.Abs(number) < 1e15:
                value = (long)number;
                return true;
            default:
                return Text(column) is { Length: > 0 } text ? long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) : true;
        }
    }

    /// <summary>1, <c>t</c> and <c>true</c> are true; all else is not.</summary>
    public bool Flag(string column) => Text(column) is "1" or "t" or "true" or "True";
}
