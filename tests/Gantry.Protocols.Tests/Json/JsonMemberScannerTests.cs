using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Json;
using Xunit;

namespace Gantry.Protocols.Tests.Json;

public sealed class JsonMemberScannerTests
{
    private static readonly JsonShape Shape = new JsonShape()
        .Want("id", 0, 20).Want("usage", 1, 60).Want("list/*/name", 2, 20).Want("list/*/deep/x", 3, 20).Want("flags/*", 4, 4);

    [Theory]
    [InlineData("""{"id":"a","usage":{"n":[1,{"id":"no"}]}}""", """0="a" 1={"n":[1,{"id":"no"}]}""")]
    [InlineData(""" { "id" : 12 , "other":{"id":"no","list":[{"name":"no"}]}, "usage" : null } """, "0=12 1=null")]
    [InlineData("""{"list":[{"name":"x","z":"]}"},{"z":1},{"name":"\"y\\","deep":{"x":true}}]}""", """2="x" 2="\"y\\" 3=true""")]
    [InlineData("""{"list":{"name":"an object where an array is due"}}""", "")]
    [InlineData("""{"flags":[1,"abcdef",{"a":{}},[]]}""", "4=1 4=\"abc~ 4={\"a\"~ 4=[]")]
    [InlineData("""{"id":"longer than twenty bytes, far longer"}""", "0=\"longer than twenty ~")]
    [InlineData("""{"s":"\\\"id\":1","id":false}""", "0=false")]
    [InlineData("""{"id":"first"}{"id":"second"}""", "0=\"first\"")]
    [InlineData("""{"id":"cut""", "")]
    [InlineData("""<html>{"id":1}""", "")]
    [InlineData("""}{"id":1}""", "")]
    public void Wanted_values_are_found_wherever_the_document_is_cut(string json, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        for (int cut = 0; cut <= bytes.Length; cut++) Assert.Equal(expected, Run(bytes[..cut], bytes[cut..]));
        Assert.Equal(expected, Run([.. bytes.Select(b => new[] { b })]));
    }

    [Fact]
    public void Byte_order_mark_is_skipped() => Assert.Equal("0=1", Run([0xEF, 0xBB, 0xBF, .. "{\"id\":1}"u8]));

    [Fact]
    public void Megabytes_of_text_are_skipped_and_not_kept()
    {
        var sink = new Sink();
        var scanner = new JsonMemberScanner(Shape, sink);
        byte[] filler = Encoding.UTF8.GetBytes(new string('A', 64 * 1024));
        scanner.Append("{\"big\":\""u8);
        Assert.Equal(0, Allocated.Least(() =>
        {
            for (int i = 0; i < 25; i++) scanner.Append(filler);
        }));
        scanner.Append("\",\"id\":7}"u8);
        Assert.Equal("0=7", sink.ToString());
        Assert.True(scanner.Completed);
    }

    [Fact]
    public void Documents_of_a_stream_are_read_as_if_each_came_alone()
    {
        const string a = """{"object":"of some kind, the same in all of them","id":"one","list":[{"name":"@","deep":{"x":"@"}}],"usage":null}""";
        const string b = """{"object":"of some kind, the same in all of them","id":"one","flags":[true,"@"],"list":[{"z":1},{"name":"@"}],"usage":{"n":@}}""";
        const string c = """{"object":"of another kind, the same in all of them","list":[{"deep":{"x":"@"},"name":"longer than twenty bytes"}]}""";
        string[] values = ["x", "another", "", """with \" and \\ in it""", "longer than twenty bytes of text", "1", "\\n", "é"];
        var document = from form in Gen.Elements(a, b, c)
                       from value in Gen.Elements(values)
                       from cut in Gen.Frequency((9, Gen.Constant(0)), (1, Gen.Choose(1, 200)))
                       let filled = form.Replace("@", value, StringComparison.Ordinal)
                       let whole = value.Length == 0 ? filled.Replace("\"\"", "null", StringComparison.Ordinal) : filled
                       select whole[..^Math.Min(cut, whole.Length)];
        var runs = from document1 in document from times in Gen.Choose(1, 6) select Enumerable.Repeat(document1, times);
        Prop.ForAll(runs.ListOf().Select(some => some.SelectMany(one => one).ToArray()).ToArbitrary(), documents =>
        {
            var sink = new Sink();
            var scanner = new JsonMemberScanner(Shape, sink);
            foreach (string one in documents) scanner.Read(Encoding.UTF8.GetBytes(one));
            return sink.ToString() == string.Join(' ', documents.Select(one => Run(Encoding.UTF8.GetBytes(one))).Where(run => run.Length > 0));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void Beginning_that_is_known_is_not_read_again()
    {
        const string head = """{"object":"of some kind, the same in all of them","list":[{"z":""";
        var known = new KnownBeginning();
        var (nodes, isArray) = (new JsonShapeNode[JsonShape.MaxDepth], new bool[JsonShape.MaxDepth]);
        var value = Shape.Root.Member("id"u8)!;
        byte[] first = Encoding.UTF8.GetBytes(head[..45] + "another\"}");
        foreach (byte[] one in (byte[][])[first, Event(0), Event(1), Event(2)])
        {
            Assert.Equal(0, known.Find(one));
            Assert.True(known.IsLearning);
            known.Begins(value, 40, nodes, isArray, 1);
            known.Begins(value, head.Length, nodes, isArray, 2);
            known.Learn(one);
        }

        Assert.Equal(head.Length, known.Find(Event(3)));
        Assert.Equal(0, known.Find("{}"u8));
        Assert.Equal(0, known.Find(Event(4)));

        static byte[] Event(int number) => Encoding.UTF8.GetBytes($"{head}\"{number}\"}}]}}");
    }

    private static string Run(params byte[][] pieces)
    {
        var sink = new Sink();
        var scanner = new JsonMemberScanner(Shape, sink);
        foreach (byte[] piece in pieces) scanner.Append(piece);
        return sink.ToString();
    }

    private sealed class Sink : IJsonMemberSink
    {
        private readonly List<string> _values = [];

        public void Value(int id, ReadOnlySpan<byte> json, bool truncated) =>
            _values.Add($"{id}={Encoding.UTF8.GetString(json)}{(truncated ? "~" : "")}");

        public override string ToString() => string.Join(' ', _values);
    }
}
