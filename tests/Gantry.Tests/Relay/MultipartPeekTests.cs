using System.Text;
using Gantry.Relay;
using Xunit;

namespace Gantry.Tests.Relay;

public sealed class MultipartPeekTests
{
    private const string Type = "multipart/form-data; boundary=----form7";

    [Fact]
    public void Model_behind_a_file_is_found_with_its_exact_bytes()
    {
        var body = Form(
            "Content-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\u0001\r\n--not-the-boundary\r\n\u0002",
            "Content-Disposition: form-data; name=\"model\"\r\n\r\ngpt-image-1");

        var found = MultipartPeek.FindModel(Type, body);

        Assert.NotNull(found);
        Assert.Equal("gpt-image-1", found.Value.Model);
        Assert.Equal("gpt-image-1", Encoding.UTF8.GetString(body, found.Value.Range.Offset, found.Value.Range.Length));
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=\"----form7\"")]
    [InlineData("Multipart/Form-Data; charset=utf-8; boundary=----form7")]
    public void Boundary_is_read_as_the_rfc_writes_it(string type) =>
        Assert.Equal("m", MultipartPeek.FindModel(type, Form("content-disposition: form-data; name=model\r\n\r\nm"))?.Model);

    [Fact]
    public void Field_named_model_inside_a_file_name_is_not_the_model() =>
        Assert.Null(MultipartPeek.FindModel(Type, Form("Content-Disposition: form-data; name=\"file\"; filename=\"name=model\"\r\n\r\nx")));

    [Theory]
    [InlineData("application/json")]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    [InlineData(null)]
    public void Other_content_types_have_no_model(string? type) =>
        Assert.Null(MultipartPeek.FindModel(type, Form("Content-Disposition: form-data; name=\"model\"\r\n\r\nm")));

    [Fact]
    public void Second_model_field_is_told()
    {
        const string field = "Content-Disposition: form-data; name=\"model\"\r\n\r\n";

        Assert.True(MultipartPeek.FindModel(Type, Form(field + "cheap", field + "dear"))?.Repeated);
    }

    [Fact]
    public void Body_cut_anywhere_never_throws()
    {
        var body = Form(
            "Content-Disposition: form-data; name=\"prompt\"\r\n\r\nhello",
            "Content-Disposition: form-data; name=\"model\"\r\n\r\nm");
        var whole = MultipartPeek.FindModel(Type, body);
        for (var length = 0; length < body.Length; length++)
        {
            var found = MultipartPeek.FindModel(Type, body.AsSpan(0, length));
            Assert.True(found is null || found == whole, $"cut at {length}");
        }
    }

    private static byte[] Form(params string[] parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append("------form7\r\n").Append(part).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("------form7--\r\n").ToString());
    }
}
