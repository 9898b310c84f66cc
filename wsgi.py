"""What gunicorn serves."""

from creditsvc.app import create_app

app = create_app()
