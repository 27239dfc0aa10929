using System.Globalization;

namespace Gantry.Bench.Capacity;

/// <summary>The tables of docs/guide/capacity.md.</summary>
static class CapacityTables
{
    const double MostLag = 2000;

    /// <returns>0, or 2 where an option is none.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        var model = new CapacityModel();
        for (var index = 0; index + 1 < args.Length || index < args.Length; index += 2)
        {
            if (index + 1 == args.Length || !double.TryParse(args[index + 1], CultureInfo.InvariantCulture, out var value) || With(model, args[index], value) is not { } changed)
            {
                error.WriteLine("capacity [--commit MS] [--row MS] [--reserve MS] [--word MS] [--seconds S]: times of one database, as measured");
                return 2;
            }

            model = changed;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"commit {model.Commit} ms, settlement {model.Row} ms, reservation {model.Reserve} ms, word {model.Word} ms; {model.Seconds:0} s each"));
        output.WriteLine();
        Settlements(model, output);
        Hot(model, output);
        Bottom(model, output);
        return 0;
    }

    static CapacityModel? With(CapacityModel model, string name, double value) => name switch
    {
        "--commit" => model with { Commit = value },
        "--row" => model with { Row = value },
        "--reserve" => model with { Reserve = value },
        "--word" => model with { Word = value },
        "--seconds" => model with { Seconds = value },
        _ => null,
    };

    // The most that is settled within two seconds, for 99 of 100.
    static void Settlements(CapacityModel model, TextWriter output)
    {
        output.WriteLine("| servers | writers | settlements/s | lag p99 | hold p99 | refills/s | writers busy |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var writers in (int[])[1, 4])
        {
            foreach (var nodes in (int[])[1, 2, 4, 8, 16])
            {
                var (low, high) = (10.0, 200_000.0);
                CapacityResult? best = null;
                while (high / low > 1.05)
                {
                    var rate = Math.Sqrt(low * high);
                    // Money enough, and requests that are short: what is asked is what the database bears.
                    var result = CapacityRun.Of(model with { Nodes = nodes, Writers = writers, Rate = rate, Wallets = 200, Duration = 200, Seconds = Math.Min(model.Seconds, 8) });
                    if (result.LagHigh <= MostLag && result.Backlog < rate * MostLag / 1000) (low, best) = (rate, result);
                    else high = rate;
                }

                Line(output, nodes, writers, $"{best?.Settled:N0}", $"{best?.LagHigh:N0} ms", $"{best?.HoldHigh:N1} ms", $"{best?.Refills:N0}", $"{best?.Busy:P0}");
            }
        }

        output.WriteLine();
    }

    // One wallet that everybody uses.
    static void Hot(CapacityModel model, TextWriter output)
    {
        output.WriteLine("| servers | requests/s of one wallet | hold p99 | refills/s | recalls/s | refused |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (var nodes in (int[])[1, 3, 8])
        {
            foreach (var rate in (double[])[100, 1000])
            {
                var result = CapacityRun.Of(model with { Nodes = nodes, Rate = rate, Wallets = 1, Sticky = false });
                Line(output, nodes, $"{rate:N0}", $"{result.HoldHigh:N1} ms", $"{result.Refills:N1}", $"{result.Recalls:N1}", result.Refused);
            }
        }

        output.WriteLine();
    }

    // Small wallets that run empty, with requests dealt out over all servers, and kept to one.
    static void Bottom(CapacityModel model, TextWriter output)
    {
        output.WriteLine("| servers | requests | balance | refused | though there was money | not spent at the first refusal | recalls/s |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var sticky in (bool[])[true, false])
        {
            foreach (var nodes in (int[])[1, 2, 4, 8, 16])
            {
                foreach (var dollars in (int[])[1, 5])
                {
                    var (balance, wallets) = (dollars * 1_000_000_000L, 20);
                    // So that each wallet is asked for twice what it has.
                    var rate = 2.0 * wallets * balance / (model.Hold * 0.625) / model.Seconds;
                    var result = CapacityRun.Of(model with { Nodes = nodes, Rate = rate, Wallets = wallets, Balance = balance, Sticky = sticky, Duration = 2000 });
                    Line(output, nodes, sticky ? "kept to a server" : "dealt out", $"${dollars}", result.Refused, $"{(result.Refused == 0 ? 0 : (double)result.RefusedWrongly / result.Refused):P1}", double.IsNaN(result.Left) ? "" : $"{result.Left:P1}", $"{result.Recalls:N1}");
                }
            }
        }
    }

    static void Line(TextWriter output, params IEnumerable<object> cells) =>
        output.WriteLine("| " + string.Join(" | ", cells.Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture))) + " |");
}
