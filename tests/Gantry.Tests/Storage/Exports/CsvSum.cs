namespace Gantry.Tests.Storage.Exports;

/// <summary>Adds up one column of dollars, without keeping any of it. Its fields must need no quotes.</summary>
internal sealed class CsvSum(string column)
{
    private int? _index;

    public int Rows { get; private set; }

    public long Nanos { get; private set; }

    /// <param name="lines">Whole ones.</param>
    public void Add(ReadOnlySpan<byte> lines)
    {
        while (lines.IndexOf((byte)'\n') is var end and >= 0)
        {
            var line = lines[..(end - 1)];
            lines = lines[(end + 1)..];
            if (_index is not { } index)
            {
                _index = Array.IndexOf(System.Text.Encoding.UTF8.GetString(line).Split(','), column);
                continue;
            }

            for (var i = 0; i < index; i++) line = line[(line.IndexOf((byte)',') + 1)..];
            var nanos = 0L;
            foreach (var digit in line[..line.IndexOf((byte)',')])
            {
                if (digit != '.') nanos = (nanos * 10) + (digit - '0');
            }

            Nanos += nanos;
            Rows++;
        }
    }
}
